/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.fault;

import io.sandbox4j.Command;
import io.sandbox4j.Outcome;
import io.sandbox4j.Output;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Size;
import io.sandbox4j.tests.setup.Census;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Victims;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A JVM with a small heap and a program that writes ten gigabytes. */
public final class Flood {
  private static final Size ALLOWED = Size.mib(256);

  private Flood() {}

  /**
   * Says which limit ended it.
   *
   * @param arguments how its output is consumed
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Census before = Census.take();
    String end;
    try (Sandbox box = open(arguments[0])) {
      end = end(box, arguments[0]);
      Census.rememberShims();
    }
    before.awaitEqual(Duration.ofSeconds(10));
    System.out.println(end);
  }

  private static Sandbox open(String how) {
    return Sandboxes.open(b ->
        b.limits(l ->
            switch (how) {
              case "unlimited" -> l.unlimitedOutput().cpuTime(Duration.ofMinutes(2));
              case "unread" -> l.wallTime(Duration.ofSeconds(2));
              default -> l.output(ALLOWED).cpuTime(Duration.ofMinutes(2));
            }));
  }

  private static Command flood(String... stream) {
    List<String> arguments = new ArrayList<>(List.of("10000000000"));
    arguments.addAll(List.of(stream));
    return Victims.run("flood", arguments.toArray(String[]::new));
  }

  private static String end(Sandbox box, String how) throws IOException, InterruptedException {
    return switch (how) {
      case "captured" -> limit(box.run(flood()));
      case "stderr" -> limit(box.run(flood("2")));
      case "discarded" -> limit(box.run(flood().stdout(Output.discard())));
      case "lines" -> limit(box.run(flood().stdout(Output.lines(_ -> {}))));
      case "file" -> {
        Path file = Files.createTempFile("flood", ".out");
        try {
          yield limit(box.run(flood().stdout(Output.file(file, Size.mib(1)))));
        } finally {
          Files.delete(file);
        }
      }
      case "read", "unlimited" -> {
        try (SandboxProcess process = box.start(flood().stdout(Output.pipe()));
            InputStream out = process.stdout()) {
          long bytes = count(out);
          SandboxResult result = process.waitFor();
          yield result.ok() ? bytes + " bytes" : limit(result);
        }
      }
      case "unread" -> {
        try (SandboxProcess process = box.start(flood().stdout(Output.pipe()))) {
          yield limit(process.waitFor());
        }
      }
      case "eight" -> {
        List<SandboxProcess> processes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          processes.add(box.start(flood().stdout(Output.capture(Size.mib(1)))));
        }
        List<String> ends = new ArrayList<>();
        for (SandboxProcess process : processes) {
          ends.add(limit(process.waitFor()));
        }
        Set<String> different = ends.stream().collect(Collectors.toSet());
        yield String.join(" ", different);
      }
      default -> throw new IllegalArgumentException(how);
    };
  }

  private static long count(InputStream out) throws IOException {
    byte[] piece = new byte[1 << 16];
    long bytes = 0;
    int size;
    while ((size = out.read(piece)) >= 0) {
      bytes += size;
    }
    return bytes;
  }

  private static String limit(SandboxResult result) {
    try (result) {
      return result.outcome() instanceof Outcome.LimitExceeded exceeded
          ? exceeded.limit().name()
          : result.toString();
    }
  }
}
