/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.List;
import java.util.Objects;

/**
 * A system call that was refused and reported. Calls of the same number whose arguments show as the
 * same are one entry. A program can make as many different ones as it likes: of each call at least
 * the first is told apart, of all together some 1024 and at most 16 of one; further ones of a call
 * are one more entry with the arguments {@link #FURTHER}.
 *
 * @param call its name; the number as text if it means nothing to the kernels known here; or {@link
 *     #OTHERS}
 * @param number its number on this architecture; {@link #NO_NUMBER} for the others
 * @param arguments the six raw arguments of the first such call
 * @param decoded the arguments in words, as many as the call has: flags by name, paths in quotation
 *     marks, addresses of sockets; pointers and registers that nobody knows as hexadecimal numbers.
 *     What pointers lead to was copied when the first such call waited for its answer. The program
 *     chose the text; what could steer a terminal is escaped
 * @param count how many such calls there were
 * @param location where the first such call was made
 */
public record Denial(
    String call,
    int number,
    List<Long> arguments,
    List<String> decoded,
    long count,
    CodeLocation location) {
  /** The name of all calls together that are not told apart. */
  public static final String OTHERS = "others";

  /** What stands for the arguments of calls that are not told apart. */
  public static final List<String> FURTHER = List.of("...");

  /** The number of {@link #OTHERS}. */
  public static final int NO_NUMBER = -1;

  /** Copies the lists. */
  public Denial {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(location, "location");
    arguments = List.copyOf(arguments);
    decoded = List.copyOf(decoded);
  }

  /**
   * The call as it would stand in a program, how often it was made and where first: {@code
   * socket(AF_PACKET, SOCK_RAW, 0x300), 2 times, first at /usr/lib/libc.so.6+0x1234}.
   *
   * @return one line
   */
  public String describe() {
    return call
        + "("
        + String.join(", ", decoded)
        + ")"
        + (count == 1 ? ", at " : ", " + count + " times, first at ")
        + location;
  }
}
