/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names of values say what this host's C compiler says of the kernel's headers. */
class ValueNamesTest {
  private static final Pattern SET = Pattern.compile("(?:flags|values) (\\S+)  # (.+)");

  @TempDir Path folder;

  @Test
  void agree_with_the_compiler() throws IOException {
    int checked = 0;
    for (var set : sets().entrySet()) {
      List<String> expected = new ArrayList<>();
      String source = source(set.getKey(), set.getValue(), expected);
      List<String> said = new CProgram(folder).output(source);
      for (int i = 0; i < expected.size(); i++) {
        if (said.get(i).equals("absent") && set.getValue().get(i).contains(" new")) {
          continue; // of a kernel later than these headers
        }
        assertEquals(expected.get(i), said.get(i), set.getKey());
        checked++;
      }
    }
    assertTrue(checked > 1250, "only " + checked + " values");
  }

  /** Prints each name's value and mask; a name that is no macro is asked for as it is. */
  private static String source(String headers, List<String> lines, List<String> expected) {
    StringBuilder source = new StringBuilder();
    for (String header : headers.replace("enum ", "").split(" ", -1)) {
      source.append("#include <").append(header).append(">\n");
    }
    source.append("int printf(const char *, ...);\nint main(void) {\n");
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      boolean isMacro = !headers.startsWith("enum ");
      String name = words[0];
      if (isMacro) {
        source.append("#ifdef ").append(name).append('\n');
      }
      source
          .append("  printf(\"%llx\\n\", (unsigned long long)(long long)(")
          .append(name)
          .append("));\n");
      if (isMacro) {
        source.append("#else\n  printf(\"absent\\n\");\n#endif\n");
      }
      expected.add(Long.toHexString(value(words[1])));
    }
    return source.append("  return 0;\n}\n").toString();
  }

  private static long value(String word) {
    return word.startsWith("0x")
        ? Long.parseUnsignedLong(word, 2, word.length(), 16)
        : Long.parseLong(word);
  }

  /** By headers: the lines of the sets that these define, for this architecture. */
  private static Map<String, List<String>> sets() throws IOException {
    Map<String, List<String>> sets = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    try (InputStream in =
        ValueNamesTest.class.getResourceAsStream("/io/sandbox4j/internal/calls/values.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        Matcher set = SET.matcher(line);
        if (set.matches()) {
          lines = sets.computeIfAbsent(set.group(2), _ -> new ArrayList<>());
        } else if (!line.isBlank() && !line.startsWith("#") && isHere(line)) {
          lines.add(line);
        }
      }
    }
    return sets;
  }

  private static boolean isHere(String line) {
    return List.of(Arch.values()).stream()
        .noneMatch(arch -> arch != Arch.current() && line.contains(" " + arch.kernelName()));
  }
}
