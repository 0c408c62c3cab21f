/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Where the program's output goes. The program writes to a pipe of the library's, which holds 64
 * KiB; then it waits. The heap never grows with output.
 */
public sealed interface Output {

  /** A pipe that {@link SandboxProcess#stdout()} or {@link SandboxProcess#stderr()} reads. */
  record Piped() implements Output {}

  /**
   * Kept in memory for the result.
   *
   * @param max how much is kept; the rest is counted and dropped
   */
  record Captured(Size max) implements Output {
    /** Checks that it fits into an array. */
    public Captured {
      if (max.bytes() > Integer.MAX_VALUE - 64) {
        throw new IllegalArgumentException("at most 2 GiB can be captured, not " + max);
      }
    }
  }

  /**
   * Written to a file of the host by the library. What is there and no regular file is refused when
   * the run starts. A file that can take no more keeps what it has; the program is not stopped, and
   * {@link CapturedOutput#truncated()} tells.
   *
   * @param path where; replaced if it exists
   * @param max how much is written; the rest is counted and dropped
   */
  record ToFile(Path path, Size max) implements Output {
    /** Makes the path absolute. */
    public ToFile {
      path = path.toAbsolutePath();
      Objects.requireNonNull(max, "max");
    }
  }

  /**
   * Given to a consumer line by line, as UTF-8 with malformed bytes replaced, on a virtual thread.
   * A line longer than 64 KiB comes in pieces. A consumer that throws gets no more lines; the
   * program goes on, and {@link CapturedOutput#truncated()} tells.
   *
   * @param consumer takes the lines without their ends
   */
  record Lines(Consumer<? super String> consumer) implements Output {
    /** Checks that somebody takes the lines. */
    public Lines {
      Objects.requireNonNull(consumer, "consumer");
    }
  }

  /** Counted and dropped. */
  record Discarded() implements Output {}

  /** Written to the JVM's own stream. */
  record Inherited() implements Output {}

  /** For stderr: the same pipe as stdout. */
  record ToStdout() implements Output {}

  /**
   * {@return a pipe that {@link SandboxProcess#stdout()} or {@link SandboxProcess#stderr()} reads}
   */
  static Output pipe() {
    return new Piped();
  }

  /**
   * Kept in memory for the result.
   *
   * @param max how much is kept, below 2 GiB
   * @return the output
   */
  static Output capture(Size max) {
    return new Captured(max);
  }

  /**
   * Written to a file of the host.
   *
   * @param path where
   * @param max how much is written
   * @return the output
   */
  static Output file(Path path, Size max) {
    return new ToFile(path, max);
  }

  /**
   * Given to a consumer line by line.
   *
   * @param consumer takes the lines
   * @return the output
   */
  static Output lines(Consumer<? super String> consumer) {
    return new Lines(consumer);
  }

  /** {@return counted and dropped} */
  static Output discard() {
    return new Discarded();
  }

  /** {@return written to the JVM's own stream} */
  static Output inherit() {
    return new Inherited();
  }

  /** {@return for stderr: the same pipe as stdout} */
  static Output toStdout() {
    return new ToStdout();
  }
}
