/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import io.sandbox4j.Outcome.Exited;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended, what it printed and what it used. Immutable and thread-safe; closing it frees
 * the files taken out.
 */
public final class SandboxResult implements AutoCloseable {
  private static final int TAIL = 2000;

  private final Outcome outcome;
  private final Usage usage;
  private final CapturedOutput stdout;
  private final CapturedOutput stderr;
  private final Map<GuestPath, OutFile> files;
  private final List<Denial> denied;
  private final List<HandlerFailure> handlerFailures;
  private final List<Touched> touched;
  private final List<WallState> walls;
  private final @Nullable Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A result; engines make them.
   *
   * @param outcome how the run ended
   * @param usage what it used
   * @param stdout what was kept of its output
   * @param stderr what was kept of its error output
   * @param files the files asked for
   * @param denied refused system calls
   * @param touched limits that refused something
   * @param walls the walls in force
   * @param onClose frees the files, or null
   */
  public SandboxResult(
      Outcome outcome,
      Usage usage,
      CapturedOutput stdout,
      CapturedOutput stderr,
      Map<GuestPath, OutFile> files,
      List<Denial> denied,
      List<Touched> touched,
      List<WallState> walls,
      @Nullable Runnable onClose) {
    this(outcome, usage, stdout, stderr, files, denied, List.of(), touched, walls, onClose);
  }

  /**
   * A result of a run whose policy has handlers; engines make them.
   *
   * @param outcome how the run ended
   * @param usage what it used
   * @param stdout what was kept of its output
   * @param stderr what was kept of its error output
   * @param files the files asked for
   * @param denied refused system calls
   * @param handlerFailures handlers of system calls that did not answer
   * @param touched limits that refused something
   * @param walls the walls in force
   * @param onClose frees the files, or null
   */
  public SandboxResult(
      Outcome outcome,
      Usage usage,
      CapturedOutput stdout,
      CapturedOutput stderr,
      Map<GuestPath, OutFile> files,
      List<Denial> denied,
      List<HandlerFailure> handlerFailures,
      List<Touched> touched,
      List<WallState> walls,
      @Nullable Runnable onClose) {
    this.outcome = Objects.requireNonNull(outcome, "outcome");
    this.usage = Objects.requireNonNull(usage, "usage");
    this.stdout = Objects.requireNonNull(stdout, "stdout");
    this.stderr = Objects.requireNonNull(stderr, "stderr");
    this.files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    this.denied = List.copyOf(denied);
    this.handlerFailures = List.copyOf(handlerFailures);
    this.touched = List.copyOf(touched);
    this.walls = List.copyOf(walls);
    this.onClose = onClose;
  }

  /** {@return how it ended} */
  public Outcome outcome() {
    return outcome;
  }

  /** {@return what it used} */
  public Usage usage() {
    return usage;
  }

  /** {@return what was captured of standard output} */
  public CapturedOutput stdout() {
    return stdout;
  }

  /** {@return what was captured of standard error} */
  public CapturedOutput stderr() {
    return stderr;
  }

  /** {@return the files that were asked for, in that order, each with its status} */
  public Map<GuestPath, OutFile> files() {
    return files;
  }

  /**
   * A file that was asked for.
   *
   * @param path as it was given to {@link Command#copyOut}
   * @return the file, with its status
   * @throws NoSuchElementException if it was not asked for
   */
  public OutFile file(String path) {
    OutFile file = files.get(GuestPath.fromWork(path));
    if (file == null) {
      throw new NoSuchElementException(
          path + " was not asked for with copyOut; these were: " + files.keySet());
    }
    return file;
  }

  /**
   * System calls that were refused and reported, each with its arguments in words, its count and
   * the place of the first.
   *
   * @return each call and arguments once, in the order of the first; at most 3073 entries
   */
  public List<Denial> denied() {
    return denied;
  }

  /**
   * Handlers of system calls that did not answer, and whose callers were refused for that.
   *
   * @return each handler and call once; at most 64 entries
   */
  public List<HandlerFailure> handlerFailures() {
    return handlerFailures;
  }

  /**
   * {@return what is told of the system call that ended the run; empty unless the outcome is a
   * {@link Outcome.Violation}}
   */
  public Optional<Denial> violation() {
    return outcome instanceof Outcome.Violation(String call, List<Long> arguments)
        ? denied.stream()
            .filter(denial -> denial.call().equals(call) && denial.arguments().equals(arguments))
            .findFirst()
        : Optional.empty();
  }

  /** {@return limits that refused something without ending the run} */
  public List<Touched> touched() {
    return touched;
  }

  /** {@return the walls that were in force, and those that were absent} */
  public List<WallState> walls() {
    return walls;
  }

  /** {@return whether the program exited with status 0} */
  public boolean ok() {
    return outcome instanceof Exited(int status) && status == 0;
  }

  /**
   * This result, if the program exited with status 0.
   *
   * @return this
   * @throws SandboxException otherwise, with the outcome and the end of stderr
   */
  public SandboxResult orThrow() {
    if (ok()) {
      return this;
    }
    String text = stderr.text();
    String tail = text.length() > TAIL ? "…" + text.substring(text.length() - TAIL) : text;
    throw new SandboxException(
        tail.isBlank() ? "ended as " + outcome : "ended as " + outcome + ":\n" + tail);
  }

  /** Frees the files taken out. Closing twice is once. */
  @Override
  public void close() {
    if (onClose != null && !closed.getAndSet(true)) {
      onClose.run();
    }
  }

  @Override
  public String toString() {
    return "SandboxResult["
        + outcome
        + ", cpu="
        + usage.cpu()
        + ", stdout="
        + stdout
        + ", stderr="
        + stderr
        + "]";
  }
}
