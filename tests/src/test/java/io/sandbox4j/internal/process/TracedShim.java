/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.launch.LaunchPlan;
import io.sandbox4j.launch.PlanSimulator;
import io.sandbox4j.launch.Reading;
import io.sandbox4j.launch.Slot;
import io.sandbox4j.launch.Watch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is the shim's own in its trace: how it takes launches on, and what it reads for reports. */
final class TracedShim {
  /** {@code LOWEST} of {@code shim.c}: lower descriptors are moved. */
  private static final int LOWEST = 256;

  private final TracedProcess trace;
  private final Map<LaunchPlan, PlanSimulator> runs = new HashMap<>();
  private long jvm = -1;

  TracedShim(TracedProcess trace) {
    this.trace = trace;
  }

  static boolean isLaunch(TracedCall call) {
    return call.name().equals("recvmsg")
        && call.result() > 0
        && !call.structure(1).numbers("cmsg_data=").isEmpty();
  }

  /** The next request for a launch, up to its first step: the passed descriptors. */
  List<Long> takeLaunch() {
    trace.skipWhile(call -> jvm < 0 && !isLaunch(call)); // when the trace began it waited
    TracedCall request = trace.take("recvmsg");
    jvm = request.number(0);
    List<Long> descriptors = new ArrayList<>();
    for (int descriptor : request.structure(1).numbers("cmsg_data=")) {
      if (descriptor >= LOWEST) {
        descriptors.add((long) descriptor);
      } else {
        descriptors.add(trace.take("fcntl").result());
        trace.take("close");
      }
    }
    for (String load : List.of("pread64", "mmap", "pread64", "close")) {
      trace.take(load);
    }
    return descriptors.subList(1, descriptors.size());
  }

  /** A run that may be reported on and watched. */
  void begins(LaunchPlan plan, PlanSimulator run) {
    runs.put(plan, run);
  }

  boolean isJvm(long descriptor) {
    return descriptor == jvm;
  }

  /** Whether it is a file of a run that limits or reports look at again and again. */
  boolean isWatched(long descriptor) {
    return runs.entrySet().stream()
        .anyMatch(run ->
            watched(run.getKey()).anyMatch(slot -> run.getValue().value(slot) == descriptor));
  }

  private static Stream<Slot> watched(LaunchPlan plan) {
    Stream<Slot> counters =
        plan.watches().stream()
            .flatMap(watch ->
                switch (watch) {
                  case Watch.Counter counter -> Stream.of(counter.file());
                  case Watch.Idle idle -> Stream.of(idle.file());
                  case Watch.Wall _, Watch.Event _ -> Stream.of();
                });
    Stream<Slot> read =
        plan.readings().stream().filter(r -> r.name().isEmpty()).map(Reading::place);
    return Stream.concat(counters, read);
  }

  /** Whether a file is opened that a report has. */
  boolean isReading(TracedCall open) {
    return open.arguments().get(1) instanceof TracedCall.Text(byte[] name)
        && runs.keySet().stream()
            .flatMap(plan -> plan.readings().stream())
            .anyMatch(reading -> reading.name().equals(new String(name, StandardCharsets.UTF_8)));
  }
}
