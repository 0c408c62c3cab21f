/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where the program's standard input comes from. No descriptor of a host file or terminal reaches
 * the program: content is handed over as sealed memory, or pumped through a pipe. A program that
 * stops reading is no error: the rest is dropped.
 */
public sealed interface Input {

  /** Nothing: end of file at once. The default. */
  record Empty() implements Input {}

  /** A pipe that {@link SandboxProcess#stdin()} writes to. */
  record Piped() implements Input {}

  /**
   * Bytes in memory.
   *
   * @param content the bytes; the record's own
   */
  @SuppressWarnings("ArrayRecordComponent") // copied going in and out, compared by content
  record Bytes(byte[] content) implements Input {
    /** Copies the bytes. */
    public Bytes {
      content = content.clone();
    }

    /** {@return the bytes, a copy} */
    @Override
    public byte[] content() {
      return content.clone();
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
      return other instanceof Bytes that && java.util.Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(content);
    }

    @Override
    public String toString() {
      return content.length + " bytes";
    }
  }

  /**
   * A regular file of the host, read while the program runs; anything else is refused when the run
   * starts.
   *
   * @param path where it is
   */
  record HostFile(Path path) implements Input {
    /** Makes the path absolute: the JVM's directory is no part of the request. */
    public HostFile {
      path = path.toAbsolutePath();
    }
  }

  /** A stream of the caller's, read by a virtual thread of the library; usable once. */
  final class Stream implements Input {
    private final InputStream stream;
    private final AtomicBoolean taken = new AtomicBoolean();

    private Stream(InputStream stream) {
      this.stream = Objects.requireNonNull(stream, "stream");
    }

    /**
     * The stream, for the one run that uses it.
     *
     * @return the stream, to be closed by the caller
     * @throws IllegalStateException if a run has used it before
     */
    public InputStream take() {
      if (taken.getAndSet(true)) {
        throw new IllegalStateException(
            "this Input.stream was used by an earlier run; make a new one");
      }
      return stream;
    }
  }

  /** The JVM's own standard input, pumped. */
  record Inherited() implements Input {}

  /** {@return nothing: end of file at once} */
  static Input empty() {
    return new Empty();
  }

  /** {@return a pipe that {@link SandboxProcess#stdin()} writes to} */
  static Input pipe() {
    return new Piped();
  }

  /**
   * Bytes.
   *
   * @param content the bytes, copied
   * @return the input
   */
  static Input bytes(byte[] content) {
    return new Bytes(content);
  }

  /**
   * Text, as UTF-8.
   *
   * @param text the text
   * @return the input
   */
  static Input text(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A file of the host.
   *
   * @param path where it is
   * @return the input
   */
  static Input file(Path path) {
    return new HostFile(path);
  }

  /**
   * A stream of the caller's; usable once.
   *
   * @param stream read by a virtual thread of the library, closed at its end
   * @return the input
   */
  static Input stream(InputStream stream) {
    return new Stream(stream);
  }

  /** {@return the JVM's own standard input} */
  static Input inherit() {
    return new Inherited();
  }
}
