/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.Measured;
import io.sandbox4j.Usage;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a run as JSON members, and how each was measured. Null: nobody counted. */
final class JsonUsage {
  private final Map<String, @Nullable Object> figures = Json.object();
  private final Map<String, @Nullable Object> measured = Json.object();

  private JsonUsage() {}

  static Map<String, @Nullable Object> of(Usage usage) {
    JsonUsage json = new JsonUsage();
    json.micros("cpuUserMicros", usage.cpuUser());
    json.micros("cpuSystemMicros", usage.cpuSystem());
    json.micros("wallMicros", usage.wall());
    json.micros("queuedMicros", usage.queued());
    json.micros("setupMicros", usage.setup());
    json.number("peakMemoryBytes", usage.peakMemory());
    json.number("maxResidentBytes", usage.maxResident());
    json.number("peakTasks", usage.peakTasks());
    json.number("bytesRead", usage.bytesRead());
    json.number("bytesWritten", usage.bytesWritten());
    json.number("minorFaults", usage.minorFaults());
    json.number("majorFaults", usage.majorFaults());
    json.number("voluntarySwitches", usage.voluntarySwitches());
    json.number("involuntarySwitches", usage.involuntarySwitches());
    json.number("guestCalls", usage.guestCalls());
    json.number("hostCalls", usage.hostCalls());
    json.figures.put("measuredBy", json.measured);
    return json.figures;
  }

  private void micros(String name, Measured<Duration> time) {
    figures.put(name, time.isCounted() ? time.get().toNanos() / 1000 : null);
    measured.put(name, time.by());
  }

  private void number(String name, Measured<Long> number) {
    figures.put(name, number.isCounted() ? number.get() : null);
    measured.put(name, number.by());
  }
}
