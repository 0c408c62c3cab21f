/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A file taken out of a sandbox. Its content is outside the heap until the result is closed.
 *
 * @implSpec Thread-safe.
 */
public interface OutFile {

  /** Whether it could be taken. */
  enum Status {
    /** Its content is here. */
    PRESENT,
    /** There is no such file. */
    MISSING,
    /** It is larger than was asked for, or all files together are above the cap. */
    TOO_LARGE,
    /** It is no regular file, a link leads to it, or it is not on the private file system. */
    IRREGULAR,
    /** It could not be read. */
    UNREADABLE
  }

  /** {@return its path inside} */
  GuestPath path();

  /** {@return whether it could be taken} */
  Status status();

  /** {@return its size in bytes; 0 unless it is present} */
  long size();

  /**
   * Its content.
   *
   * @return a stream of the content, to be closed by the caller
   * @throws IOException if it is not {@link Status#PRESENT}, or the result is closed
   */
  InputStream openStream() throws IOException;

  /**
   * {@return its content, in memory}
   *
   * @throws IOException if it is not {@link Status#PRESENT}, or the result is closed
   */
  default byte[] bytes() throws IOException {
    try (InputStream content = openStream()) {
      return content.readAllBytes();
    }
  }

  /**
   * Writes its content to a file of the host.
   *
   * @param target replaced if it exists; mode 0644, or 0755 if the file was executable
   * @throws IOException if it is not {@link Status#PRESENT}, the result is closed, or writing fails
   */
  void copyTo(Path target) throws IOException;

  /**
   * Its content as a source for the next run.
   *
   * @return the content
   * @throws IllegalStateException if it is not {@link Status#PRESENT}, or the result is closed
   */
  Source source();

  /** {@return its content as an executable source for the next run} */
  default Source executable() {
    return source().executable();
  }
}
