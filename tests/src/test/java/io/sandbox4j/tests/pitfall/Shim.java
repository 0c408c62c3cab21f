/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.pitfall;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The living shim of this JVM, as /proc shows it.
 *
 * @param pid its pid
 */
record Shim(long pid) {

  /** The child that was started as the shim: its first argument says so. */
  static Shim find() throws IOException {
    for (ProcessHandle child : ProcessHandle.current().children().toList()) {
      Path line = Path.of("/proc/" + child.pid() + "/cmdline");
      if (Files.readString(line).startsWith("sandbox4j-shim")) {
        return new Shim(child.pid());
      }
    }
    throw new AssertionError("no shim among " + ProcessHandle.current().children().toList());
  }

  String status(String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith(field + ":")) {
        return line.substring(field.length() + 1).strip();
      }
    }
    throw new AssertionError("no " + field);
  }

  /** The session it belongs to, by its leader. */
  long session() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
  }

  /** What its descriptors lead to. */
  List<String> descriptors() throws IOException {
    List<String> targets = new ArrayList<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : open) {
        targets.add(Files.readSymbolicLink(descriptor).toString());
      }
    }
    return targets;
  }
}
