/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import io.sandbox4j.spi.FileView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a session has beyond its sandbox. Not thread-safe; filled while the session is opened. */
public final class SessionOptions {
  private final List<FileView> views = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Set<String> secrets = new HashSet<>();
  private UnaryOperator<Limits.Builder> limits = UnaryOperator.identity();

  SessionOptions() {}

  /**
   * Shows a directory or file of the host, writable.
   *
   * @param host where it is
   * @param guest where commands see it, absolute
   * @param options what holds for it
   * @return this
   */
  public SessionOptions bind(Path host, String guest, BindOption... options) {
    views.add(
        new FileView.BindWritable(
            host.toAbsolutePath(), GuestPath.absolute(guest), List.of(options)));
    return this;
  }

  /**
   * Shows a directory or file of the host, read-only.
   *
   * @param host where it is
   * @param guest where commands see it, absolute
   * @param options what holds for it
   * @return this
   */
  public SessionOptions bindReadOnly(Path host, String guest, BindOption... options) {
    views.add(
        new FileView.BindReadOnly(
            host.toAbsolutePath(), GuestPath.absolute(guest), List.of(options)));
    return this;
  }

  /**
   * Changes the limits of the session as a whole, at or below the sandbox's.
   *
   * @param change what to change
   * @return this
   */
  public SessionOptions limits(UnaryOperator<Limits.Builder> change) {
    UnaryOperator<Limits.Builder> before = limits;
    limits = builder -> change.apply(before.apply(builder));
    return this;
  }

  /**
   * Mounts a private file system in memory; its size is taken off the disk limit.
   *
   * @param guest where, absolute
   * @param size how much it holds
   * @return this
   */
  public SessionOptions tmpfs(String guest, Size size) {
    views.add(new FileView.Tmpfs(GuestPath.absolute(guest), size, 0));
    return this;
  }

  /**
   * Puts a read-only file into the session.
   *
   * @param guest where, absolute
   * @param source its content
   * @return this
   */
  public SessionOptions file(String guest, Source source) {
    views.add(new FileView.Content(GuestPath.absolute(guest), source));
    return this;
  }

  /**
   * Sets a variable of every command's environment, unless the command sets it itself.
   *
   * @param name not empty, without {@code =} and NUL
   * @param value without NUL
   * @return this
   */
  public SessionOptions env(String name, String value) {
    EnvironmentRules.check(name, value);
    environment.put(name, value);
    return this;
  }

  /**
   * Sets a variable whose value is masked wherever the library prints it.
   *
   * @param name not empty, without {@code =} and NUL
   * @param value without NUL
   * @return this
   */
  public SessionOptions secret(String name, String value) {
    env(name, value);
    secrets.add(name);
    return this;
  }

  /** The command with the session's variables where it has none of its own. */
  Command environmentOf(Command command) {
    Command filled = command;
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = variable.getKey();
      if (!command.environment().containsKey(name)) {
        filled =
            secrets.contains(name)
                ? filled.secret(name, variable.getValue())
                : filled.env(name, variable.getValue());
      }
    }
    return filled;
  }

  /** {@return what commands see beyond the sandbox's own files} */
  public List<FileView> views() {
    return List.copyOf(views);
  }

  /**
   * The limits of the session.
   *
   * @param ceiling the sandbox's limits
   * @return the limits
   */
  public Limits limitsUnder(Limits ceiling) {
    return limits.apply(ceiling.toBuilder()).build().within(ceiling);
  }
}
