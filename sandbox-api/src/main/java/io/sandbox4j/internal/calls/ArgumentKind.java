/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.calls;

import java.util.List;

/** What an argument is, and so how it is shown. */
sealed interface ArgumentKind {

  /** Kinds that need no table. */
  enum Plain implements ArgumentKind {
    INT,
    LONG,
    UINT,
    SIZE,
    HEX,
    HEX32,
    ADDRESS,
    FD,
    MODE,
    CREATE_MODE,
    LIMIT,
    PATH,
    STRING,
    ARGV,
    SOCKADDR,
    IOCTL;

    /** As tables write it: {@code create-mode}. */
    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One of a set, or several.
   *
   * @param set the set
   * @param wide whether the kernel takes all 64 bits
   */
  record Values(ValueSet set, boolean wide) implements ArgumentKind {}

  /**
   * A pointer to a structure.
   *
   * @param bytes how much of it is read
   * @param fields what is shown of it
   */
  record Structure(int bytes, List<Field> fields) implements ArgumentKind {
    public Structure {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A field of a structure.
   *
   * @param name its name
   * @param offset where it begins
   * @param kind what it is: nothing that leads to memory
   */
  record Field(String name, int offset, ArgumentKind kind) {
    /** 4 or 8 bytes. */
    int width() {
      return switch (kind) {
        case Plain plain ->
            switch (plain) {
              case INT, UINT, HEX32, FD -> Integer.BYTES;
              case LONG, SIZE, HEX, ADDRESS, MODE, LIMIT -> Long.BYTES;
              case CREATE_MODE, PATH, STRING, ARGV, SOCKADDR, IOCTL ->
                  throw new IllegalStateException(name + " cannot be a field");
            };
        case Values(_, boolean wide) -> wide ? Long.BYTES : Integer.BYTES;
        case Structure _ -> throw new IllegalStateException(name + " is a structure in another");
      };
    }
  }
}
