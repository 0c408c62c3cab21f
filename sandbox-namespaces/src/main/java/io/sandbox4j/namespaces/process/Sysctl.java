/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Kernel parameters. A number must be read by one read(2): the kernel gives nothing after the
 * first, and {@code Files.readString} begins with one byte.
 */
final class Sysctl {
  private static final Path ROOT = Path.of("/proc/sys");

  private Sysctl() {}

  /** The first line of a parameter, empty when the kernel lacks it. */
  static String text(String name) {
    try {
      List<String> lines = Files.readAllLines(ROOT.resolve(name));
      return lines.isEmpty() ? "" : lines.getFirst().strip();
    } catch (IOException missing) {
      return "";
    }
  }

  /** A parameter that is a number, empty when the kernel lacks it. */
  static OptionalLong number(String name) {
    try {
      return OptionalLong.of(Long.parseLong(text(name)));
    } catch (NumberFormatException missing) {
      return OptionalLong.empty();
    }
  }
}
