/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxBusyException;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/**
 * Ten thousand virtual threads wait in every way the API has, on one carrier: whoever held it while
 * waiting would stop all others. Prints how each of them ended.
 */
public final class OneCarrierMain {
  private static final int THREADS = 10_000;
  private static final int PROCESSES = 4;

  private final Map<String, Integer> ends = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<SandboxProcess> processes = new ArrayList<>();

  private OneCarrierMain() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    try (Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO);
      recording.start();
      new OneCarrierMain().run();
      recording.stop();
      Path file = Files.createTempFile("pinned", ".jfr");
      recording.dump(file);
      System.out.println("pinned=" + RecordingFile.readAllEvents(file).size());
      Files.delete(file);
    }
    System.exit(0);
  }

  private void run() throws Exception {
    try (Sandbox box =
        HostSandboxes.builder()
            .maxConcurrent(PROCESSES)
            .queueTimeout(Duration.ofMinutes(5))
            .build()) {
      for (int i = 0; i < PROCESSES; i++) {
        // One waits for this JVM's own stdin, which never comes.
        Input input = i == 0 ? Input.inherit() : Input.pipe();
        processes.add(box.start(Command.of("cat").stdin(input)));
      }
      for (int i = 0; i < THREADS; i++) {
        waits(box, i);
      }
      progress();
      for (int i = 0; i < THREADS; i += 2) {
        threads.get(i).interrupt();
      }
      progress();
      processes.forEach(SandboxProcess::close);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    System.out.println(new TreeMap<>(ends));
  }

  private void waits(Sandbox box, int number) {
    SandboxProcess process = processes.get(number / 10 % PROCESSES);
    Callable<String> wait =
        switch (number % 10) {
          case 0, 1, 2, 3 -> () -> "read " + (process.stdout().read() < 0 ? "the end" : "a byte");
          case 4, 5 -> () -> "waited" + told(process.waitFor());
          case 6 ->
              () -> "waited" + process.waitFor(Duration.ofMinutes(5)).map(this::told).orElse("");
          case 7 -> () -> "waited" + told(process.onExit().get());
          default -> () -> "ran" + told(box.run(Command.of("true")));
        };
    threads.add(Thread.ofVirtual().start(() -> ends.merge(ended(wait), 1, Integer::sum)));
  }

  private String told(SandboxResult result) {
    return result.outcome().getClass().getSimpleName().isEmpty() ? "?" : "";
  }

  private static String ended(Callable<String> wait) {
    try {
      return wait.call();
    } catch (InterruptedException | InterruptedIOException interrupt) {
      return "interrupted";
    } catch (IOException closed) {
      return "read the end";
    } catch (SandboxBusyException | IllegalStateException refused) {
      return "refused";
    } catch (Exception other) {
      return other.toString();
    }
  }

  /** A new virtual thread gets its turn while all others wait. */
  private static void progress() throws InterruptedException {
    CountDownLatch turn = new CountDownLatch(1);
    Thread.ofVirtual().start(turn::countDown);
    if (!turn.await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the carrier is held");
    }
  }
}
