/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Command;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.launch.LaunchPlan;
import io.sandbox4j.spi.PassedDescriptor;
import io.sandbox4j.spi.RunSpec;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A launch that can be repeated byte by byte: the plan and its block together with the name and the
 * host ids in it, which nobody else has. It serves one run at a time; the next one gets it when
 * nothing of the last is left.
 */
final class SettledLaunch {
  private final Supervisor supervisor;
  private final RunSpec run;
  private final Set<String> passed;
  private final List<Integer> ways;
  private final CompiledPlan plan;
  private final List<Runnable> held;
  private final Map<String, Descriptor> contents = new LinkedHashMap<>();

  /**
   * Takes over what a run holds.
   *
   * @param supervisor whose shim the plan names
   * @param run the run it was made for
   * @param passed which descriptors are sent with the plan
   * @param ways what the layers built upon, beside the run
   * @param plan the steps
   */
  SettledLaunch(
      Supervisor supervisor, RunSpec run, Set<String> passed, List<Integer> ways, LaunchPlan plan) {
    this.supervisor = supervisor;
    this.run = run;
    this.passed = passed;
    this.ways = ways;
    this.plan = CompiledPlan.of(plan, supervisor);
    for (String name : run.passedAlways()) {
      PassedDescriptor content = Objects.requireNonNull(run.passed().get(name), name);
      contents.put(name, Descriptor.duplicate(content.number()));
    }
    this.held = List.copyOf(run.onGone());
    run.onGone().clear();
  }

  /**
   * Whether the plan of a run will do for the next one: a root made ahead shows nothing of the host
   * that may be another thing by then, and what layers passed along never changes.
   */
  static boolean isPossible(RunSpec run, Set<String> passedBefore) {
    return run.hasPreparedRoot()
        && run.passed().keySet().stream()
            .allMatch(name -> passedBefore.contains(name) || run.passedAlways().contains(name));
  }

  /** A run by this launch, in place of one that asks for the same. */
  RunSpec serve(RunSpec next) {
    RunSpec served = next.inPlaceOf(run);
    contents.forEach((name, content) -> {
      if (!served.passed().containsKey(name)) {
        served.pass(name, Descriptor.duplicate(content.number()));
      }
    });
    return served;
  }

  RunSpec run() {
    return run;
  }

  CompiledPlan plan() {
    return plan;
  }

  Supervisor supervisor() {
    return supervisor;
  }

  /** Whether it is made of what a run passes along. */
  boolean takes(Set<String> descriptors) {
    return passed.equals(descriptors);
  }

  /** Whether it does what a run asks for; streams and what is taken out at the end may differ. */
  boolean serves(Supervisor by, RunSpec next, List<Integer> nextWays) {
    return Objects.equals(supervisor, by)
        && run.kind() == next.kind()
        && ways.equals(nextWays)
        && run.limits().equals(next.limits())
        && alike(run.command().orElseThrow(), next.command().orElseThrow());
  }

  @SuppressWarnings("ReferenceEquality") // most callers use one command again and again
  private static boolean alike(Command one, Command other) {
    return one == other
        || (bytes(one).equals(bytes(other))
            && inOrder(one).equals(inOrder(other))
            && List.copyOf(one.copyIns().entrySet()).equals(List.copyOf(other.copyIns().entrySet()))
            && one.binds().equals(other.binds())
            && one.secrets().equals(other.secrets())
            && one.cwd().equals(other.cwd())
            && one.uid().equals(other.uid())
            && one.gid().equals(other.gid())
            && one.leavesRunning() == other.leavesRunning()
            && one.awaitsDescendants() == other.awaitsDescendants());
  }

  private static List<ByteBuffer> bytes(Command command) {
    return command.argv().stream().map(ByteBuffer::wrap).toList();
  }

  /** The environment as the program gets it. */
  private static List<?> inOrder(Command command) {
    return List.copyOf(command.environment().entrySet());
  }

  /** Gives back what it holds. */
  void drop() {
    plan.close();
    contents.values().forEach(Descriptor::close);
    held.forEach(Runnable::run);
  }
}
