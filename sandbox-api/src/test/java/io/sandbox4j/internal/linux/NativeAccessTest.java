/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each test is a JVM of its own: what it may call is settled at its start. */
class NativeAccessTest {
  /** Asks for the process id and prints how that went. */
  static final class Probe {
    public static void main(String[] arguments) {
      try {
        boolean right = Kernel.host().call("getpid") == ProcessHandle.current().pid();
        System.out.println(right ? "works" : "wrong");
      } catch (Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
          cause = cause.getCause();
        }
        System.out.println(cause.getMessage());
      }
    }

    private Probe() {}
  }

  @Nested
  class On_the_class_path {
    @Test
    void granted_access_works_in_silence() throws Exception {
      assertEquals("works", run("--enable-native-access=ALL-UNNAMED").strip());
    }

    @Test
    void access_that_was_neither_granted_nor_denied_works() throws Exception {
      assertTrue(run().lines().anyMatch("works"::equals));
    }

    @Test
    void denied_access_names_the_flag() throws Exception {
      String output = run("--illegal-native-access=deny");
      assertTrue(output.contains("--enable-native-access=ALL-UNNAMED"), output);
    }
  }

  private static String run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    String classes = folder(Kernel.class) + File.pathSeparator + folder(Probe.class);
    command.addAll(List.of("-cp", classes, Probe.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private static String folder(Class<?> type) {
    String resource = type.getName().replace('.', '/') + ".class";
    String file = Objects.requireNonNull(ClassLoader.getSystemResource(resource)).getPath();
    return file.substring(0, file.length() - resource.length());
  }
}
