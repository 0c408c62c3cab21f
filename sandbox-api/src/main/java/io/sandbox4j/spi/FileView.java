/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import io.sandbox4j.BindOption;
import io.sandbox4j.GuestPath;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Something a program sees in its file system besides the root. */
public sealed interface FileView {

  /** {@return where the program sees it} */
  GuestPath at();

  /** {@return which request this is, as its author wrote it, for messages} */
  default String inWords() {
    return switch (this) {
      case BindReadOnly(Path host, GuestPath at, _) -> "bindReadOnly(" + host + ", " + at + ")";
      case BindWritable(Path host, GuestPath at, _) -> "bind(" + host + ", " + at + ")";
      case Tmpfs(GuestPath at, Size size, _) -> "tmpfs(" + at + ", " + size + ")";
      case Content(GuestPath at, _) -> "file(" + at + ")";
    };
  }

  /**
   * A directory or file of the host, read-only.
   *
   * @param host where it is, absolute
   * @param at where the program sees it
   * @param options what holds for it
   */
  record BindReadOnly(Path host, GuestPath at, List<BindOption> options) implements FileView {
    /** Checks that nothing is missing. */
    public BindReadOnly {
      Objects.requireNonNull(host, "host");
      Objects.requireNonNull(at, "at");
      options = List.copyOf(options);
    }
  }

  /**
   * A directory or file of the host, writable, without a quota.
   *
   * @param host where it is, absolute
   * @param at where the program sees it
   * @param options what holds for it
   */
  record BindWritable(Path host, GuestPath at, List<BindOption> options) implements FileView {
    /** Checks that nothing is missing. */
    public BindWritable {
      Objects.requireNonNull(host, "host");
      Objects.requireNonNull(at, "at");
      options = List.copyOf(options);
    }
  }

  /**
   * A private file system in memory.
   *
   * @param at where the program sees it
   * @param size how much it holds
   * @param inodes how many files, 0 for the kernel's default
   */
  record Tmpfs(GuestPath at, Size size, long inodes) implements FileView {
    /** Checks that nothing is missing. */
    public Tmpfs {
      Objects.requireNonNull(at, "at");
      if (size.isUnlimited() || size.bytes() < 4096) {
        throw new IllegalArgumentException(
            "the tmpfs on " + at + " has 4 KiB or more and a bound, not " + size);
      }
    }
  }

  /**
   * A read-only file.
   *
   * @param at where the program sees it
   * @param source its content
   */
  record Content(GuestPath at, Source source) implements FileView {
    /** Checks that nothing is missing. */
    public Content {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(source, "source");
    }
  }
}
