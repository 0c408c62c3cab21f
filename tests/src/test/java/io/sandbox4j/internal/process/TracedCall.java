/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Errno;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A line of {@code strace -X raw -xx}: numbers are numbers, texts are bytes.
 *
 * @param name the system call
 * @param arguments what strace prints of its arguments
 * @param result what the kernel answered; an errno is negative
 */
record TracedCall(String name, List<Argument> arguments, long result) {
  private static final int LARGEST_ERRNO = 134;
  private static final Pattern LINE = Pattern.compile("(\\w+)\\((.*)\\)\\s+= (.*)");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0x[0-9a-f]+|\\d+)(\\|(0x[0-9a-f]+|\\d+))*");
  private static final Pattern ERRNO = Pattern.compile("-1 (\\w+) .*");

  /** One argument. */
  sealed interface Argument {}

  /**
   * A number, or an address that strace does not follow.
   *
   * @param value which
   */
  record Figure(long value) implements Argument {}

  /**
   * The bytes that an address leads to.
   *
   * @param bytes which
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Text(byte[] bytes) implements Argument {}

  /**
   * A structure, or an array.
   *
   * @param text as strace prints it
   */
  record Structure(String text) implements Argument {

    /** The numbers of a list in it, such as the descriptors of a message. */
    List<Integer> numbers(String before) {
      int start = text.indexOf(before + "[");
      if (start < 0) {
        return List.of();
      }
      start += before.length() + 1;
      String list = text.substring(start, text.indexOf(']', start));
      return list.isEmpty() ? List.of() : ints(list);
    }

    private static List<Integer> ints(String list) {
      return Pattern.compile(", ").splitAsStream(list).map(Integer::valueOf).toList();
    }

    /** The bytes of a text in it. */
    byte[] text(String before) {
      int start = text.indexOf(before + "\"");
      if (start < 0) {
        throw new IllegalArgumentException("no " + before + " in " + text);
      }
      start += before.length();
      return bytes(text.substring(start, text.indexOf('"', start + 1) + 1));
    }
  }

  /** The call of a line; a line that ends a process is none. */
  static Optional<TracedCall> parse(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new TracedCall(matcher.group(1), arguments(matcher.group(2)), result(matcher.group(3))))
        : Optional.empty();
  }

  private static long result(String text) {
    Matcher errno = ERRNO.matcher(text);
    if (errno.matches()) {
      return -errno(errno.group(1));
    }
    String first = text.split(" ", 2)[0];
    return NUMBER.matcher(first).matches() ? number(first) : 0; // "?" for what does not return
  }

  private static int errno(String name) {
    return IntStream.range(1, LARGEST_ERRNO)
        .filter(errno -> Errno.name(errno).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name));
  }

  private static List<Argument> arguments(String text) {
    List<Argument> arguments = new ArrayList<>();
    int depth = 0;
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i <= text.length(); i++) {
      char letter = i < text.length() ? text.charAt(i) : ',';
      if (letter == '"') { // with -xx no quotation mark is ever inside
        quoted = !quoted;
      } else if (!quoted && (letter == '{' || letter == '[')) {
        depth++;
      } else if (!quoted && (letter == '}' || letter == ']')) {
        depth--;
      } else if (!quoted && depth == 0 && letter == ',') {
        if (i > start) {
          arguments.add(argument(text.substring(start, i).strip()));
        }
        start = i + 1;
      }
    }
    return List.copyOf(arguments);
  }

  private static Argument argument(String text) {
    if (text.equals("NULL")) {
      return new Figure(0);
    }
    if (NUMBER.matcher(text).matches()) {
      return new Figure(number(text));
    }
    return text.startsWith("\"") ? new Text(bytes(text)) : new Structure(text);
  }

  /** Decimal, hexadecimal, octal, or some of them that are or-ed. */
  private static long number(String text) {
    if (text.startsWith("-")) {
      return -number(text.substring(1));
    }
    long number = 0;
    for (String part : text.split("\\|", -1)) {
      if (part.startsWith("0x")) {
        number |= Long.parseUnsignedLong(part.substring(2), 16);
      } else if (part.startsWith("0")) {
        number |= Long.parseUnsignedLong(part, 8);
      } else {
        number |= Long.parseUnsignedLong(part);
      }
    }
    return number;
  }

  private static byte[] bytes(String quoted) {
    if (!quoted.endsWith("\"")) {
      throw new IllegalArgumentException("strace cut it off: " + quoted);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 1; i + 3 < quoted.length(); i += 4) { // \x41
      bytes.write(Integer.parseInt(quoted.substring(i + 2, i + 4), 16));
    }
    return bytes.toByteArray();
  }

  /** A number among the arguments. */
  long number(int index) {
    if (arguments.get(index) instanceof Figure(long value)) {
      return value;
    }
    throw new IllegalArgumentException("argument " + index + " of " + this + " is no number");
  }

  /** A structure among the arguments. */
  Structure structure(int index) {
    if (arguments.get(index) instanceof Structure structure) {
      return structure;
    }
    throw new IllegalArgumentException("argument " + index + " of " + this + " is no structure");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name).append('(');
    for (Argument argument : arguments) {
      text.append(text.charAt(text.length() - 1) == '(' ? "" : ", ");
      text.append(
          switch (argument) {
            case Figure(long value) -> Long.toString(value);
            case Text(byte[] bytes) ->
                '"' + new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1) + '"';
            case Structure(String shown) -> shown;
          });
    }
    return text.append(") = ").append(result).toString();
  }
}
