/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.soak;

import io.sandbox4j.Command;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.tests.setup.Census;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.SoakTime;
import io.sandbox4j.tests.soak.StepKiller.Victim;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A JVM that has its shim, the processes of its sandboxes, or whole JVMs like itself killed at each
 * step of a launch and its end, and looks after each kill for what is left.
 */
public final class ManyKills {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TRIES = 3;

  /** A launch on a busy machine may have ended a few steps earlier than any that was counted. */
  private static final int MOST_TRIES = 12;

  private static final int FEWEST_JVMS = 4;

  /** The last process that every launch has; a JVM that goes on and on has others after it. */
  private static final int PROGRAM = 2;

  private static final Command TRUE = Command.of("true");

  private final int most;
  private final SoakTime time = SoakTime.begin();
  private final Census before;
  private final Map<Victim, Integer> kills = new EnumMap<>(Victim.class);
  private final Map<String, Integer> ends = new HashMap<>();
  private int done;

  private ManyKills(int most) {
    this.most = most;
    this.before = Census.take();
  }

  /**
   * Kills.
   *
   * @param arguments how often; or "doomed", to be the JVM that is killed; or "only" with a victim,
   *     a process, its first and last step and how often, to look closer at what a soak has found
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("doomed")) {
      doomed();
      return;
    }
    try (Sandbox first = Sandboxes.open()) {
      KilledLaunch.run(first); // classes, and what is opened once
      Census.rememberShims();
    }
    Thread.sleep(500); // the shim ends after its idle time
    if (arguments[0].equals("only")) {
      new ManyKills(Integer.MAX_VALUE).only(arguments);
    } else {
      new ManyKills(Integer.parseInt(arguments[0])).soak();
    }
  }

  private void only(String[] arguments) throws Exception {
    KilledLaunch launch = KilledLaunch.valueOf(arguments[1]);
    Victim victim = Victim.valueOf(arguments[2]);
    int number = Integer.parseInt(arguments[3]);
    for (int i = 0; i < Integer.parseInt(arguments[6]); i++) {
      for (int step = Integer.parseInt(arguments[4]);
          step <= Integer.parseInt(arguments[5]);
          step++) {
        kill(launch, number, step, victim);
      }
    }
    System.out.println(kills + " ended as " + ends);
  }

  private void soak() throws Exception {
    Map<KilledLaunch, List<Integer>> calls = new EnumMap<>(KilledLaunch.class);
    for (KilledLaunch launch : KilledLaunch.values()) {
      count(launch).ifPresent(counted -> calls.put(launch, counted));
    }
    System.out.println("calls of shim, init and so on: " + calls);
    List<Integer> first = calls.getOrDefault(KilledLaunch.FIRST, List.of());
    if (first.size() < 3 || first.stream().mapToInt(i -> i).sum() < 100) {
      throw new AssertionError("that is less than a launch takes");
    }
    for (var launch : calls.entrySet()) { // whatever time it takes
      if (launch.getKey().isRegular()) {
        everyStep(launch.getKey(), launch.getValue());
      }
    }
    System.out.println("every step was stopped at: " + done);
    for (int round = 0; round == 0 || isTimeLeft(); round++) {
      for (var launch : calls.entrySet()) {
        round(round, launch.getKey(), launch.getValue());
      }
    }
    System.out.println(kills + " ended as " + ends);
    System.out.println(done + " kills left nothing");
  }

  private boolean isTimeLeft() {
    return done < most && !time.isOver();
  }

  private void round(int round, KilledLaunch launch, List<Integer> calls) throws Exception {
    List<Victim> victims = List.of(Victim.values());
    for (int number = 0; number < calls.size(); number++) {
      for (int step = round; step < calls.get(number); step += victims.size()) {
        if (isTimeLeft() || kills.getOrDefault(Victim.JVM, 0) < FEWEST_JVMS) {
          kill(launch, number, step, victims.get((round + number + step) % victims.size()));
        }
      }
    }
  }

  /**
   * How many steps each process of a launch has, its end included: the fewest of some launches, for
   * a step that waits for a process on its way out is made once or a few times.
   */
  private Optional<List<Integer>> count(KilledLaunch launch) throws Exception {
    Optional<List<Integer>> fewest = countOnce(launch);
    for (int i = 1; i < TRIES; i++) {
      Optional<List<Integer>> more = countOnce(launch);
      fewest = fewest.flatMap(a -> more.map(b -> fewer(a, b)));
    }
    return fewest;
  }

  private static List<Integer> fewer(List<Integer> one, List<Integer> other) {
    List<Integer> fewer = new ArrayList<>();
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      fewer.add(Math.min(one.get(i), other.get(i)));
    }
    return fewer;
  }

  private Optional<List<Integer>> countOnce(KilledLaunch launch) throws Exception {
    List<Integer> calls = List.of();
    try (Sandbox other = Sandboxes.open();
        Sandbox box = Sandboxes.open()) {
      KilledLaunch.run(other); // so that there is a shim
      if (launch.prepare(box)) {
        try (StepKiller counter = StepKiller.counting(shim())) {
          KilledLaunch.run(box);
          launch.afterwards();
          calls = new ArrayList<>(counter.calls());
        }
      }
    }
    settle("a counted launch");
    return calls.isEmpty() ? Optional.empty() : Optional.of(calls);
  }

  /** The process that is at the step dies, at each one. */
  private void everyStep(KilledLaunch launch, List<Integer> calls) throws Exception {
    Set<String> missed = new TreeSet<>();
    for (int number = 0; number < calls.size(); number++) {
      for (int step = 0; step < calls.get(number); step++) {
        boolean hit = false;
        for (int i = 0; i < MOST_TRIES && !hit; i++) {
          hit = kill(launch, number, step, Victim.SELF);
        }
        // A count varies by a step or two, see there.
        if (!hit && step < calls.get(number) - 3) {
          missed.add(number + "/" + step);
        }
      }
    }
    if (!missed.isEmpty()) {
      throw new AssertionError(launch + ": never stopped at process/step " + missed);
    }
  }

  private boolean kill(KilledLaunch launch, int number, int step, Victim victim) throws Exception {
    boolean hit =
        switch (victim) {
          case SELF, SHIM, FIRST -> killInside(launch, number, step, victim);
          case JVM, BOTH -> killJvm(Math.min(number, PROGRAM), step, victim);
        };
    if (hit) {
      done++;
      kills.merge(victim, 1, Integer::sum);
    }
    return hit;
  }

  private boolean killInside(KilledLaunch launch, int number, int step, Victim victim)
      throws Exception {
    String what = victim + " at step " + step + " of process " + number + " of " + launch;
    Optional<String> hit = Optional.empty();
    try (Sandbox other = Sandboxes.open();
        Sandbox box = Sandboxes.open()) {
      KilledLaunch.run(other);
      if (launch.prepare(box)) {
        try (StepKiller killer = StepKiller.at(shim(), number, step, victim, 0)) {
          ends.merge(endOf(box, what), 1, Integer::sum);
          launch.afterwards();
          hit = killer.hit();
        }
      }
      KilledLaunch.runAgain(box);
      Census.rememberShims();
    }
    settle(what + ": " + hit.orElse("not hit"));
    return hit.isPresent();
  }

  /** A launch during which somebody dies: a result or an exception, but an end. */
  private static String endOf(Sandbox box, String what) throws Exception {
    CompletableFuture<String> end = new CompletableFuture<>();
    Thread caller =
        Thread.startVirtualThread(() -> {
          try (SandboxResult result = box.run(TRUE)) {
            end.complete(result.outcome().getClass().getSimpleName());
          } catch (SandboxException failure) {
            end.complete(failure.getClass().getSimpleName());
          } catch (Exception | Error other) {
            end.completeExceptionally(other);
          }
        });
    try {
      return end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException hangs) {
      throw new AssertionError(
          what + ": the launch hangs at " + List.of(caller.getStackTrace()), hangs);
    } catch (ExecutionException other) {
      throw new AssertionError(what, other.getCause());
    }
  }

  private boolean killJvm(int number, int step, Victim victim) throws Exception {
    String what = victim + " at step " + step + " of process " + number;
    Process jvm = startDoomed();
    String hit;
    try (BufferedReader said = jvm.inputReader(StandardCharsets.UTF_8)) {
      String ready = String.valueOf(said.readLine());
      while (ready.startsWith("SLF4J")) {
        ready = String.valueOf(said.readLine());
      }
      if (!ready.startsWith("shim ")) {
        throw new AssertionError("the doomed JVM said " + ready);
      }
      Census.rememberShims();
      long shim = Long.parseLong(ready.substring(5));
      try (StepKiller killer = StepKiller.at(shim, number, step, victim, jvm.pid())) {
        jvm.getOutputStream().write('\n');
        jvm.getOutputStream().flush();
        hit = killer.awaitHit();
        if (!hit.startsWith("hit ")) {
          throw new AssertionError(what + ": " + hit);
        }
      }
      if (jvm.waitFor() != 137) {
        throw new AssertionError(what + ": the JVM was not killed");
      }
    }
    if (victim == Victim.BOTH) {
      awaitNoProcess(); // a cgroup with a process in it cannot be swept
      try (Sandbox box = Sandboxes.open()) {
        KilledLaunch.run(box);
        Census.rememberShims();
      }
    }
    settle(what + " " + hit);
    return true;
  }

  private void awaitNoProcess() throws InterruptedException {
    new Census(before.processes(), Set.copyOf(Census.take().cgroups()), before.mounts(), 1 << 20)
        .awaitEqual(PATIENCE);
  }

  private void settle(String what) throws InterruptedException {
    try {
      before.awaitEqual(PATIENCE);
    } catch (AssertionError left) {
      throw new AssertionError("after a kill of " + what + ": " + left.getMessage(), left);
    }
  }

  static long shim() {
    return shims().findFirst().orElseThrow().pid();
  }

  static Stream<ProcessHandle> shims() {
    return ProcessHandle.current()
        .children()
        .filter(child -> !child.info().command().orElse("").contains("stepkill"))
        .filter(ProcessHandle::isAlive);
  }

  private static Process startDoomed() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            ManyKills.class.getName(),
            "doomed")
        .redirectErrorStream(true)
        .start();
  }

  /** Launches again and again from the moment it is told to, until it dies. */
  private static void doomed() throws IOException, InterruptedException {
    try (Sandbox box = Sandboxes.open()) {
      KilledLaunch.run(box);
      System.out.println("shim " + shim());
      if (System.in.read() < 0) {
        return;
      }
      while (true) {
        KilledLaunch.run(box);
      }
    }
  }
}
