/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.nio.file.Path;

/** What the program sees as {@code /}. */
public sealed interface Root {

  /**
   * The host's system programs, read-only: /usr, /bin, /sbin, /lib*, and of /etc only what ordinary
   * programs need.
   */
  record HostSystem() implements Root {}

  /**
   * A directory of the host, read-only.
   *
   * @param directory an absolute path
   */
  record Directory(Path directory) implements Root {
    /** Checks that the path is absolute. */
    public Directory {
      if (!directory.isAbsolute()) {
        throw new IllegalArgumentException(
            "a root directory is an absolute path, not " + directory);
      }
    }
  }

  /** Nothing but what the request mounts or copies in. */
  record Empty() implements Root {}

  /** {@return the host's system programs, read-only} */
  static Root hostSystem() {
    return new HostSystem();
  }

  /**
   * A directory of the host, read-only.
   *
   * @param directory an absolute path
   * @return the root
   */
  static Root directory(Path directory) {
    return new Directory(directory);
  }

  /** {@return nothing but what the request mounts or copies in} */
  static Root empty() {
    return new Empty();
  }
}
