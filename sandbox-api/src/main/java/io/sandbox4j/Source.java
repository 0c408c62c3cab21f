/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import io.sandbox4j.spi.HeldContent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** The content of a file that is put into a sandbox. Immutable; usable any number of times. */
public sealed interface Source {

  /** {@return whether the file may be executed: mode 0755 instead of 0644} */
  boolean isExecutable();

  /** {@return the same content, executable} */
  Source executable();

  /**
   * Bytes in memory.
   *
   * @param content the bytes; the record's own
   * @param isExecutable whether the file may be executed
   */
  @SuppressWarnings("ArrayRecordComponent") // copied going in and out, compared by content
  record Bytes(byte[] content, boolean isExecutable) implements Source {
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
    public Source executable() {
      return new Bytes(content, true);
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
      return other instanceof Bytes that
          && isExecutable == that.isExecutable
          && java.util.Arrays.equals(content, that.content);
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
   * A regular file of the host, read when the run starts.
   *
   * @param path where it is
   * @param isExecutable whether the file may be executed
   */
  record HostFile(Path path, boolean isExecutable) implements Source {
    /** Makes the path absolute. */
    public HostFile {
      path = path.toAbsolutePath();
    }

    @Override
    public Source executable() {
      return new HostFile(path, true);
    }
  }

  /**
   * A file taken out of an earlier run, usable until its result is closed.
   *
   * @param content where it is held
   * @param isExecutable whether the file may be executed
   */
  record Held(HeldContent content, boolean isExecutable) implements Source {
    /** Checks that there is a content. */
    public Held {
      Objects.requireNonNull(content, "content");
    }

    @Override
    public Source executable() {
      return new Held(content, true);
    }

    @Override
    public String toString() {
      return content.size() + " bytes taken out of a run";
    }
  }

  /**
   * Text, as UTF-8.
   *
   * @param text the text
   * @return the source
   */
  static Source text(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8), false);
  }

  /**
   * Bytes.
   *
   * @param content the bytes, copied
   * @return the source
   */
  static Source bytes(byte[] content) {
    return new Bytes(content, false);
  }

  /**
   * A regular file of the host.
   *
   * @param path where it is
   * @return the source
   */
  static Source file(Path path) {
    return new HostFile(path, false);
  }
}
