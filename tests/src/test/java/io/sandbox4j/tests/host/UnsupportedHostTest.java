/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Sandbox;
import io.sandbox4j.tests.setup.OtherJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where there can be no sandbox the classes load, the probe says why, and build() refuses. */
class UnsupportedHostTest {
  @TempDir private Path home;

  private OtherJvm.Said said(String... options) throws Exception {
    List<String> line = new ArrayList<>(new OtherJvm(home, UnsupportedMain.class).java(options));
    line.add(UnsupportedMain.class.getName());
    return OtherJvm.run(line);
  }

  private static void assertRefused(OtherJvm.Said said, String... words) {
    assertAll(
        () -> assertEquals(0, said.status(), said.err()),
        () -> assertTrue(said.out().contains("sufficient=false"), said::out),
        () -> assertTrue(said.out().contains("refused="), said::out),
        () -> assertFalse(said.out().contains("report=0"), said::out),
        () -> assertEquals("", withoutLogging(said.err())));
    for (String word : words) {
      assertTrue(said.out().contains(word), () -> word + " is not in " + said.out());
    }
  }

  /** SLF4J itself says when it has no provider. */
  private static String withoutLogging(String err) {
    return String.join("\n", err.lines().filter(l -> !l.startsWith("SLF4J(W)")).toList());
  }

  @ParameterizedTest
  @CsvSource({"Mac OS X, aarch64", "Windows 11, amd64", "Linux, riscv64"})
  void another_system_is_named_and_nothing_is_linked(String os, String arch) throws Exception {
    // Denied and not granted: whatever linked would fail.
    assertRefused(
        said("--illegal-native-access=deny", "-Dos.name=" + os, "-Dos.arch=" + arch),
        os + " on " + arch,
        "Sandboxes run on Linux, x86-64 or aarch64");
  }

  @Test
  void denied_native_access_is_named_with_the_exact_flag() throws Exception {
    assertRefused(said("--illegal-native-access=deny"), "--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void denied_native_access_is_named_with_the_module_on_the_module_path() throws Exception {
    OtherJvm jvm = new OtherJvm(home, UnsupportedMain.class);
    String modules = String.join(":", jvm.entries().subList(0, jvm.entries().size() - 1));
    Path library =
        Path.of(Sandbox.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assumeTrue(
        library.toString().endsWith(".jar")
            || java.nio.file.Files.exists(library.resolve("module-info.class")),
        "the library was compiled without its modules");
    OtherJvm.Said said =
        OtherJvm.run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--illegal-native-access=deny",
                "--module-path",
                modules,
                "--add-modules",
                "io.sandbox4j.namespaces",
                "-cp",
                jvm.entries().getLast(),
                UnsupportedMain.class.getName()));
    assertRefused(said, "--enable-native-access=io.sandbox4j ");
  }
}
