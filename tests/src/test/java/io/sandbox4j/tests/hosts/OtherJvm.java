/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.hosts;

import io.sandbox4j.Command;
import io.sandbox4j.Danger;
import io.sandbox4j.Isolation;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.Wall;
import io.sandbox4j.namespaces.Cgroup;
import io.sandbox4j.tests.setup.Delegated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM that stands elsewhere on this host, in a cgroup or namespace of its own, and tells what
 * becomes of a sandbox there.
 */
final class OtherJvm {
  private OtherJvm() {}

  /** What it is to try. */
  enum Attempt {
    /** Where the library finds a cgroup. */
    DEFAULTS,
    /** With the JVM moved into a leaf. */
    BESIDE_THE_JVM,
    /** Below the cgroup that the JVM is in. */
    UNDER_ITS_OWN,
    /** With rlimits instead of a cgroup. */
    RLIMITS,
    /** Two at once, with rlimits instead of a cgroup. */
    TWO_WITH_RLIMITS
  }

  /**
   * Starts it and waits for its end.
   *
   * @param place a command that puts itself into the place and executes its arguments
   * @return what it said
   */
  static String in(List<String> place, Attempt attempt) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(place);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            OtherJvm.class.getName(),
            attempt.name()));
    Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jvm.waitFor();
    return said;
  }

  /**
   * Tries.
   *
   * @param arguments an {@link Attempt}
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Attempt attempt = Attempt.valueOf(arguments[0]);
    try (Sandbox box = builder(attempt).build();
        SandboxProcess first = box.start(Command.of("sleep", "50"))) {
      if (attempt == Attempt.TWO_WITH_RLIMITS) {
        box.run(Command.of("true")).orThrow();
      }
      System.out.println("runs under " + Files.readString(cgroupOf(first.pid())).strip());
      box.walls().stream()
          .filter(state -> state.wall() == Wall.CGROUP_LIMITS)
          .forEach(System.out::println);
    } catch (SandboxException refused) {
      System.out.println(refused);
    }
    System.out.println("JVM under " + Files.readString(cgroupOf(ProcessHandle.current().pid())));
  }

  private static Path cgroupOf(long pid) {
    return Path.of("/proc/" + pid + "/cgroup");
  }

  private static Sandbox.Builder builder(Attempt attempt) throws IOException {
    Sandbox.Builder builder = Sandbox.builder();
    return switch (attempt) {
      case DEFAULTS -> builder;
      case BESIDE_THE_JVM -> builder.isolation(Isolation.process().with(Cgroup.besideTheJvm()));
      case UNDER_ITS_OWN ->
          builder.isolation(Isolation.process().with(Cgroup.under(Delegated.ofThisJvm())));
      case RLIMITS, TWO_WITH_RLIMITS ->
          builder.limitsByRlimit(Danger.LIMITS_ARE_PER_PROCESS_AND_EVADABLE);
    };
  }
}
