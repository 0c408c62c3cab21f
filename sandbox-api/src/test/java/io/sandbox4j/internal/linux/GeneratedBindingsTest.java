/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.generated.Sockets;
import io.sandbox4j.internal.linux.generated.Uapi;
import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated bindings say what this host's C compiler says. */
class GeneratedBindingsTest {
  private static final Path INCLUDES = Path.of("src", "jextract");

  /**
   * Not by stdio.h: the kernel's headers leave out what they expect of a C library once they see
   * one.
   */
  private static final String PRINTF = "int printf(const char *, ...);\n";

  @TempDir Path folder;

  @Nested
  class Layouts {
    @Test
    void of_the_kernel_headers_agree_with_the_compiler() {
      layouts_agree("uapi");
    }

    @Test
    void of_the_socket_headers_agree_with_the_compiler() {
      layouts_agree("sockets");
    }

    @Test
    void are_those_that_were_asked_for_and_no_others() {
      Set<String> asked = new TreeSet<>(included("uapi", "struct", "typedef"));
      asked.addAll(included("sockets", "struct", "typedef"));
      assertEquals(asked, generatedStructures());
      assertTrue(asked.size() > 20, "only " + asked.size() + " structures seen");
    }

    private void layouts_agree(String header) {
      List<String> expected = new ArrayList<>();
      StringBuilder source = new StringBuilder(PRINTF);
      source.append("#include \"").append(header).append(".h\"\nint main(void) {\n");
      for (String name : included(header, "struct")) {
        if (packedOnX86Only(name)) continue;
        describe("struct " + name, layout(name), source, expected);
      }
      for (String name : included(header, "typedef")) {
        describe(name, layout(name), source, expected);
      }
      assertEquals(expected, new CProgram(folder).output(source.append("}\n").toString()));
      assertFalse(expected.isEmpty());
    }

    /** {@link Epoll} therefore has the offset of its own. */
    private boolean packedOnX86Only(String structure) {
      return structure.equals("epoll_event") && Arch.current() == Arch.AARCH64;
    }

    private void describe(
        String type, GroupLayout layout, StringBuilder source, List<String> expected) {
      expect(source, expected, type, "sizeof(" + type + ")", layout.byteSize());
      for (MemoryLayout member : layout.memberLayouts()) {
        if (member.name().isEmpty()) continue; // padding
        String name = member.name().get();
        expect(
            source,
            expected,
            type + "." + name,
            "__builtin_offsetof(" + type + ", " + name + ")",
            layout.byteOffset(PathElement.groupElement(name)));
        if (member.byteSize() == 0) continue; // an array without end, which has no size in C
        expect(
            source,
            expected,
            "size of " + type + "." + name,
            "sizeof(((" + type + "*)0)->" + name + ")",
            member.byteSize());
      }
    }
  }

  @Nested
  class Constants {
    @Test
    void of_the_kernel_headers_agree_with_the_compiler() throws IllegalAccessException {
      constants_agree("uapi", Uapi.class);
    }

    @Test
    void of_the_socket_headers_agree_with_the_compiler() throws IllegalAccessException {
      constants_agree("sockets", Sockets.class);
    }

    @Test
    void that_differ_between_architectures_agree_with_the_compiler() {
      List<String> expected = new ArrayList<>();
      StringBuilder source = new StringBuilder(PRINTF + "#include <linux/fcntl.h>\n");
      source.append("int main(void) {\n");
      expect(source, expected, "O_DIRECTORY", "O_DIRECTORY", OpenFlags.O_DIRECTORY);
      expect(source, expected, "O_NOFOLLOW", "O_NOFOLLOW", OpenFlags.O_NOFOLLOW);
      expect(source, expected, "O_TMPFILE", "O_TMPFILE", OpenFlags.O_TMPFILE);
      assertEquals(expected, new CProgram(folder).output(source.append("}\n").toString()));
    }

    private void constants_agree(String header, Class<?> constants) throws IllegalAccessException {
      Set<String> seen = new TreeSet<>();
      List<String> expected = new ArrayList<>();
      StringBuilder source = new StringBuilder(PRINTF);
      source.append("#include \"").append(header).append(".h\"\nint main(void) {\n");
      for (Field field : constants.getFields()) {
        if (!Modifier.isStatic(field.getModifiers())) continue;
        String name = field.getName();
        seen.add(name);
        boolean isInt = field.getType() == int.class;
        expect(
            source,
            expected,
            name,
            isInt ? "(int)(" + name + ")" : name,
            isInt ? field.getInt(null) : field.getLong(null));
      }
      assertEquals(included(header, "constant"), seen);
      assertEquals(expected, new CProgram(folder).output(source.append("}\n").toString()));
    }
  }

  @Test
  void link_nothing() throws IOException {
    Path sources =
        Path.of("src", "main", "java", "io", "sandbox4j", "internal", "linux", "generated");
    try (Stream<Path> files = Files.list(sources)) {
      List<Path> all = files.toList();
      assertTrue(all.size() > 25, "only " + all.size() + " files seen");
      for (Path file : all) {
        String text = Files.readString(file);
        assertFalse(text.contains("Linker") || text.contains("reinterpret"), file.toString());
      }
    }
  }

  private static void expect(
      StringBuilder source, List<String> expected, String what, String expression, long value) {
    source.append("  printf(\"%s = %lld\\n\", \"").append(what).append("\", (long long)(");
    source.append(expression).append("));\n");
    expected.add(what + " = " + value);
  }

  private static Set<String> included(String header, String... kinds) {
    Set<String> names = new TreeSet<>();
    try {
      for (String line : Files.readAllLines(INCLUDES.resolve(header + ".includes"))) {
        for (String kind : kinds) {
          String option = "--include-" + kind + " ";
          if (line.startsWith(option)) names.add(line.substring(option.length()));
        }
      }
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
    return names;
  }

  private static Set<String> generatedStructures() {
    Set<String> names = new TreeSet<>();
    try {
      Path classes =
          Path.of(Uapi.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .resolve(Uapi.class.getPackageName().replace('.', '/'));
      try (Stream<Path> files = Files.list(classes)) {
        files
            .map(file -> file.getFileName().toString().replace(".class", ""))
            .filter(name -> !Set.of("Uapi", "Sockets", "package-info").contains(name))
            .forEach(names::add);
      }
    } catch (IOException | URISyntaxException failure) {
      throw new AssertionError(failure);
    }
    return names;
  }

  private static GroupLayout layout(String structure) {
    try {
      Class<?> type = Class.forName(Uapi.class.getPackageName() + "." + structure);
      return (GroupLayout) type.getMethod("layout").invoke(null);
    } catch (ReflectiveOperationException failure) {
      throw new LinkageError("no layout for " + structure, failure);
    }
  }
}
