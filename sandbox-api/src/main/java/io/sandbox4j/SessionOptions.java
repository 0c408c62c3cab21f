/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import io.sandbox4j.spi.FileView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a session has beyond its sandbox. Not thread-safe; filled while the session is opened. */
public final class SessionOptions {
  private final List<FileView> views = new ArrayList<>();
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
        new FileView.BindWritable(host.toAbsolutePath(), GuestPath.absolute(guest), List.of(options)));
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
        new FileView.BindReadOnly(host.toAbsolutePath(), GuestPath.absolute(guest), List.of(options)));
    return this;
  }

  /**
   * Changes the limits of the session as a whole, at or below the sandbox's.
   *
   * @param change what to change
   * @return this
   */
  public SessionOptions limits(UnaryOperator<Limits.Builder> change) {
    limits = change;
    return this;
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
