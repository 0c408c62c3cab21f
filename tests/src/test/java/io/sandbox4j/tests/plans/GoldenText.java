/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.plans;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts that are kept beside the tests. After a wanted change all of them are written anew by
 *
 * <pre>mvn -pl tests -am -Dsandbox4j.golden.update=true -Dtest='Golden*Test' test</pre>
 *
 * and the difference is read in the version control.
 */
final class GoldenText {
  private static final Path FOLDER =
      Path.of("src", "test", "resources", "io", "sandbox4j", "tests", "plans");
  private static final int CONTEXT = 2;

  private GoldenText() {}

  /** The text is the kept one. */
  static void assertKept(String name, String actual) throws IOException {
    Path file = FOLDER.resolve(name + ".plan.txt");
    if (Boolean.getBoolean("sandbox4j.golden.update")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, actual);
      return;
    }
    String kept = Files.exists(file) ? Files.readString(file) : "";
    if (!kept.equals(actual)) {
      fail(
          file
              + " is another; -Dsandbox4j.golden.update=true writes it anew:\n"
              + difference(kept.lines().toList(), actual.lines().toList()));
    }
  }

  /** Lines that go with -, lines that come with +, a little of what stays around them. */
  static String difference(List<String> kept, List<String> actual) {
    int[][] common = new int[kept.size() + 1][actual.size() + 1];
    for (int i = kept.size() - 1; i >= 0; i--) {
      for (int j = actual.size() - 1; j >= 0; j--) {
        common[i][j] =
            kept.get(i).equals(actual.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<String> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < kept.size() || j < actual.size()) {
      if (i < kept.size() && j < actual.size() && kept.get(i).equals(actual.get(j))) {
        lines.add("  " + kept.get(i++));
        j++;
      } else if (j == actual.size() || (i < kept.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add("- " + kept.get(i++));
      } else {
        lines.add("+ " + actual.get(j++));
      }
    }
    return around(lines);
  }

  private static String around(List<String> lines) {
    StringBuilder out = new StringBuilder();
    boolean gap = false;
    for (int i = 0; i < lines.size(); i++) {
      boolean near = false;
      for (int k = Math.max(0, i - CONTEXT); k <= Math.min(lines.size() - 1, i + CONTEXT); k++) {
        near |= !lines.get(k).startsWith("  ");
      }
      if (near) {
        out.append(gap ? "  ...\n" : "").append(lines.get(i)).append('\n');
      }
      gap = !near;
    }
    return out.toString();
  }
}
