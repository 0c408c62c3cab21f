/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What a process did, in order, and how far that has been read. */
final class TracedProcess {
  private final String who;
  private final List<TracedCall> calls;
  private int at;

  TracedProcess(String who, List<TracedCall> calls) {
    this.who = who;
    this.calls = calls;
  }

  /** Out of a file of {@code strace -ff}. */
  static TracedProcess read(String who, Path file) throws IOException {
    return new TracedProcess(
        who,
        Files.readAllLines(file).stream()
            .map(TracedCall::parse)
            .flatMap(Optional::stream)
            .toList());
  }

  /** The same with other calls, from the beginning. */
  TracedProcess with(UnaryOperator<List<TracedCall>> change) {
    return new TracedProcess(who, change.apply(calls));
  }

  Optional<TracedCall> next() {
    return after(0);
  }

  Optional<TracedCall> after(int more) {
    return at + more < calls.size() ? Optional.of(calls.get(at + more)) : Optional.empty();
  }

  TracedCall take() {
    TracedCall call =
        next().orElseThrow(() -> new AssertionError("nothing more of " + who + ":\n" + around()));
    at++;
    return call;
  }

  TracedCall take(String name) {
    TracedCall call = take();
    if (!call.name().equals(name)) {
      at--;
      throw new AssertionError("no " + name + " of " + who + " here:\n" + around());
    }
    return call;
  }

  void skipWhile(Predicate<TracedCall> skipped) {
    while (next().filter(skipped).isPresent()) {
      at++;
    }
  }

  /** The lines about the place, for a message. */
  String around() {
    StringBuilder text = new StringBuilder();
    for (int i = Math.max(0, at - 8); i < Math.min(calls.size(), at + 6); i++) {
      text.append(i == at ? "> " : "  ").append(calls.get(i)).append('\n');
    }
    return text.toString();
  }
}
