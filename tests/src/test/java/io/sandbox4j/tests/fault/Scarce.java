/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.fault;

import io.sandbox4j.Command;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.SandboxSetupException;
import io.sandbox4j.tests.setup.Census;
import io.sandbox4j.tests.setup.Place;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A JVM that runs out of something: starts sandboxes until one is refused, then ends them, and then
 * one more must run. Prints the refusals.
 */
public final class Scarce {
  private static final int ENOUGH = 400;
  private static final Duration PATIENCE = Place.within(Duration.ofSeconds(10));

  private Scarce() {}

  /**
   * Starts.
   *
   * @param arguments "many": sandboxes until one is refused; "files": takes all descriptors but a
   *     few itself, one fewer each time, and launches; "first": the first is refused
   */
  public static void main(String[] arguments) throws Exception {
    Map<String, Integer> refusals = new TreeMap<>();
    if (arguments[0].equals("first")) {
      Census before = Census.take();
      first(refusals);
      before.awaitEqual(PATIENCE);
      say(refusals, "nothing left");
      return;
    }
    try (Sandbox first = open()) {
      run(first); // classes, those of refusals as well, and what is opened once
      first.run(Command.of("/no/such/program")).close();
    } catch (SandboxSetupException refused) {
      // As it must.
    }
    Class.forName(
        "io.sandbox4j.internal.process.FailureText"); // from a directory this takes a file
    Thread.sleep(500); // the shim ends after its idle time
    Census before = Census.take();
    try (Sandbox box = open()) {
      switch (arguments[0]) {
        case "many" -> many(box, refusals);
        case "files" -> files(box, refusals);
        default -> throw new IllegalArgumentException(arguments[0]);
      }
      run(box);
      Census.rememberShims();
    }
    before.awaitEqual(PATIENCE);
    say(refusals, "nothing left, and the next one ran");
  }

  private static void say(Map<String, Integer> refusals, String end) {
    if (refusals.isEmpty()) {
      throw new AssertionError("nothing was refused");
    }
    refusals.forEach((text, times) -> System.out.println(times + " x " + text));
    System.out.println(end);
  }

  private static void first(Map<String, Integer> refusals) throws InterruptedException {
    try (Sandbox box = open()) {
      run(box);
    } catch (SandboxException | IllegalStateException refusal) {
      note(refusal, refusals);
    }
  }

  private static Sandbox open() {
    return Sandbox.builder().limits(l -> l.openFiles(32)).build();
  }

  private static void run(Sandbox box) throws InterruptedException {
    try (SandboxResult result = box.run(Command.of("true"))) {
      if (!result.ok()) {
        throw new AssertionError(result + result.stderr().text());
      }
    }
  }

  private static void many(Sandbox box, Map<String, Integer> refusals) throws InterruptedException {
    List<SandboxProcess> processes = new ArrayList<>();
    for (int i = 0; i < ENOUGH && refusals.isEmpty(); i++) {
      try {
        processes.add(box.start(Command.of("sleep", "600")));
      } catch (SandboxException | IllegalStateException refusal) {
        note(refusal, refusals);
      }
    }
    for (SandboxProcess process : processes) {
      process.destroy();
      process.waitFor().close();
    }
  }

  private static void files(Sandbox box, Map<String, Integer> refusals) throws Exception {
    run(box);
    List<InputStream> taken = new ArrayList<>();
    try {
      while (true) {
        taken.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException all) {
      // Now there is none left; give them back one after the other.
    }
    try {
      while (!taken.isEmpty()) {
        try {
          run(box);
          break;
        } catch (SandboxException | IllegalStateException refusal) {
          note(refusal, refusals);
        }
        taken.removeLast().close();
      }
    } finally {
      for (InputStream one : taken) {
        one.close();
      }
    }
  }

  /** A refusal says what is missing. */
  private static void note(RuntimeException refusal, Map<String, Integer> refusals) {
    String text = refusal.getClass().getSimpleName() + ": " + refusal.getMessage();
    if (refusal.getClass().getPackageName().contains("internal")
        || !text.matches(
            "(?s).*(EMFILE|ENFILE|EAGAIN|ENOMEM|ENOSPC|EFBIG|Too many open files|hard limit).*")) {
      throw new AssertionError("an unclear refusal", refusal);
    }
    refusals.merge(text, 1, Integer::sum);
  }
}
