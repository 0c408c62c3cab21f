/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.soak;

import io.sandbox4j.tests.setup.Victims;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The C program that follows a shim and kills at a chosen step. */
final class StepKiller implements AutoCloseable {
  private static final int NEVER = 1_000_000;

  private final Process process;
  private final BufferedReader said;

  /** Who dies. */
  enum Victim {
    /** The process that is at the step. */
    SELF,
    /** The shim. */
    SHIM,
    /** The first process that the shim cloned: a sandbox's init. */
    FIRST,
    /** The JVM. */
    JVM,
    /** JVM and shim together. */
    BOTH
  }

  private StepKiller(Process process) {
    this.process = process;
    this.said = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Begins to follow.
   *
   * @param shim its pid
   * @param number which process: 0 the shim, 1 the first that it clones
   * @param step which system call of it
   * @param victim who dies then
   * @param jvm the JVM's pid
   */
  static StepKiller at(long shim, int number, int step, Victim victim, long jvm)
      throws IOException {
    return follow(shim, number, String.valueOf(step), victim, jvm);
  }

  /**
   * Begins to follow, to kill the shim when a process is about to ask to die with it.
   *
   * @param shim its pid
   * @param number which process asks
   * @param late which process of the shim's has all its descriptors still, for half a second more
   */
  static StepKiller beforePromise(long shim, int number, int late) throws IOException {
    return follow(shim, number, "promise", Victim.SHIM, 0, String.valueOf(late));
  }

  private static StepKiller follow(
      long shim, int number, String step, Victim victim, long jvm, String... more)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Victims.path("stepkill").toString(),
                String.valueOf(shim),
                String.valueOf(number),
                step,
                victim.name().toLowerCase(Locale.ROOT),
                String.valueOf(jvm)));
    command.addAll(List.of(more));
    StepKiller killer =
        new StepKiller(new ProcessBuilder(command).redirectErrorStream(true).start());
    String first = killer.said.readLine();
    if (!"ready".equals(first)) {
      killer.close();
      throw new IOException("cannot follow the shim: " + first);
    }
    return killer;
  }

  /** Follows without killing. */
  static StepKiller counting(long shim) throws IOException {
    return at(shim, NEVER, NEVER, Victim.SELF, 0);
  }

  /** Ends the following and says what happened: the call that was hit, if any. */
  Optional<String> hit() throws IOException {
    process.toHandle().destroy(); // unlike Process.destroy() it leaves the output readable
    String line = said.readLine();
    return line != null && line.startsWith("hit ") ? Optional.of(line) : Optional.empty();
  }

  /** Waits until it has killed. */
  String awaitHit() throws IOException {
    return String.valueOf(said.readLine());
  }

  /** Ends the following and says how many calls each process made. */
  List<Integer> calls() throws IOException {
    process.toHandle().destroy();
    String line = String.valueOf(said.readLine());
    if (!line.startsWith("calls ")) {
      throw new IOException("no count of calls: " + line);
    }
    return Arrays.stream(line.substring(6).split(" ")).map(Integer::valueOf).toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
