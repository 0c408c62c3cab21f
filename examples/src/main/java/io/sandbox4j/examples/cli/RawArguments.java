/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of this JVM as the bytes they were. Java has decoded them by the locale, which
 * loses what is no text in it; a file name may be any bytes.
 */
final class RawArguments {
  private static final Path OWN_COMMAND_LINE = Path.of("/proc/self/cmdline");

  private final List<byte[]> all;

  private RawArguments(List<byte[]> all) {
    this.all = all;
  }

  /** The arguments of this process. */
  static RawArguments ofThisProcess() {
    try {
      return of(Files.readAllBytes(OWN_COMMAND_LINE));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("reading " + OWN_COMMAND_LINE, unreadable);
    }
  }

  /**
   * Arguments as proc(5) shows them.
   *
   * @param commandLine each argument with a NUL after it
   */
  static RawArguments of(byte[] commandLine) {
    List<byte[]> all = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < commandLine.length; at++) {
      if (commandLine[at] == 0) {
        all.add(Arrays.copyOfRange(commandLine, from, at));
        from = at + 1;
      }
    }
    return new RawArguments(all);
  }

  /** No arguments are known but the decoded ones. */
  static RawArguments unknown() {
    return new RawArguments(List.of());
  }

  /**
   * The bytes of the last arguments.
   *
   * @param decoded those arguments as Java decoded them
   * @return their bytes, or the text as UTF-8 if the process was not started with them
   */
  byte[][] last(List<String> decoded) {
    int first = all.size() - decoded.size();
    byte[][] bytes = new byte[decoded.size()][];
    for (int i = 0; i < bytes.length; i++) {
      byte[] utf8 = decoded.get(i).getBytes(StandardCharsets.UTF_8);
      bytes[i] = first < 0 || isText(all.get(first + i)) ? utf8 : all.get(first + i);
    }
    return bytes;
  }

  private static boolean isText(byte[] bytes) {
    return Arrays.equals(
        new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
  }
}
