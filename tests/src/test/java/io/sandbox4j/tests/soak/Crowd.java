/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.soak;

import io.sandbox4j.Command;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.tests.setup.Census;
import io.sandbox4j.tests.setup.Sandboxes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** A JVM with many sandboxes at once. */
public final class Crowd {
  private static final int MOST_THREADS = 4;
  private static final Command SLEEP = Command.of("sleep", "600");

  private Crowd() {}

  /**
   * Starts them.
   *
   * @param arguments "alive" or "launching", and how many
   */
  public static void main(String[] arguments) throws Exception {
    int many = Integer.parseInt(arguments[1]);
    try (Sandbox first = open()) {
      first.run(Command.of("true")).close(); // classes, and what is opened once
    }
    Census before = Census.take();
    switch (arguments[0]) {
      case "alive" -> alive(many);
      case "launching" -> launching(many);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    before.awaitEqual(Duration.ofSeconds(30));
    System.out.println("nothing left");
  }

  private static Sandbox open() {
    return Sandboxes.open(b -> b.limits(l -> l.unlimitedWallTime()));
  }

  private static void alive(int many) throws InterruptedException {
    Set<Thread> ofTheTest = platformThreads();
    List<SandboxProcess> processes = new ArrayList<>();
    try (Sandbox box = open()) {
      for (int i = 0; i < many; i++) {
        processes.add(box.start(SLEEP));
      }
      Census.rememberShims();
      Set<Thread> more = platformThreads();
      more.removeIf(t -> ofTheTest.contains(t) && !t.getName().startsWith("sandbox4j-"));
      if (more.size() > MOST_THREADS) {
        throw new AssertionError("the library has the threads " + more);
      }
      if (more.stream().noneMatch(t -> t.getName().equals("sandbox4j-loop"))) {
        throw new AssertionError("the count does not see the library's loop: " + more);
      }
      long alive = processes.stream().filter(SandboxProcess::isAlive).count();
      System.out.println(alive + " alive on " + more);
    }
    for (SandboxProcess process : processes) {
      Outcome outcome = process.waitFor().outcome();
      if (!outcome.equals(new Outcome.Killed(Outcome.Killer.CLOSE))) {
        throw new AssertionError("a process of a closed sandbox ended as " + outcome);
      }
    }
  }

  /** Of all groups; carriers of virtual threads and the JVM's own are the JDK's. */
  private static Set<Thread> platformThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> !t.getName().startsWith("ForkJoinPool") && !isOfTheJdk(t))
        .collect(Collectors.toSet());
  }

  private static boolean isOfTheJdk(Thread thread) {
    return thread.getThreadGroup() != null
        && ("system".equals(thread.getThreadGroup().getName())
            || "InnocuousThreadGroup".equals(thread.getThreadGroup().getName()));
  }

  private static void launching(int many) throws Exception {
    CountDownLatch underWay = new CountDownLatch(many / 4);
    List<Future<String>> ends = new ArrayList<>();
    Sandbox box = open();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < many; i++) {
        ends.add(callers.submit(() -> end(box, underWay)));
      }
      underWay.await(); // some run, some are being launched, some wait
      Census.rememberShims();
      box.close();
    }
    Map<String, Integer> counted = new TreeMap<>();
    for (Future<String> end : ends) {
      counted.merge(end.get(), 1, Integer::sum);
    }
    System.out.println(counted);
  }

  /** How one caller saw the close; anything but these two is a failure. */
  private static String end(Sandbox box, CountDownLatch underWay) throws InterruptedException {
    try (SandboxProcess process = box.start(SLEEP)) {
      underWay.countDown();
      Outcome outcome = process.waitFor().outcome();
      if (!outcome.equals(new Outcome.Killed(Outcome.Killer.CLOSE))) {
        throw new AssertionError("it ended as " + outcome);
      }
      return "killed by the close";
    } catch (IllegalStateException closed) {
      if (!String.valueOf(closed.getMessage()).contains("the sandbox")) {
        throw closed;
      }
      return "refused: " + closed.getMessage();
    }
  }
}
