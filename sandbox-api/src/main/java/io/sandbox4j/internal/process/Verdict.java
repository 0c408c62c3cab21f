/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Limit;
import io.sandbox4j.Limits;
import io.sandbox4j.Outcome;
import io.sandbox4j.spi.UsageReport;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a run ended, from what the kernel and the shim said; init's word counts for nothing.
 * In the order of {@link Outcome}.
 */
final class Verdict {
  private static final int SIGKILL = 9;
  private static final int SIGXCPU = 24;
  private static final int SIGXFSZ = 25;

  private Verdict() {}

  /** What there is to decide from. */
  record Evidence(
      int cause,
      int status,
      Limits limits,
      @Nullable UsageReport report,
      long wallNanos,
      long cpuNanos,
      long outputBytes,
      boolean rlimits,
      Outcome.@Nullable Violation violation) {}

  static Outcome of(Evidence evidence) {
    if (evidence.cause() == Cause.JVM_GONE) {
      return new Outcome.EngineFailed("shim", "it ended while the program ran");
    }
    Outcome.Violation violation = evidence.violation();
    if (violation != null && evidence.cause() == Cause.VIOLATION) {
      return violation;
    }
    Outcome limit = limit(evidence);
    if (limit != null) {
      return limit;
    }
    var killer = Cause.killer(evidence.cause());
    if (killer.isPresent()) {
      return new Outcome.Killed(killer.get());
    }
    if (evidence.cause() == Cause.SESSION_ENDED) {
      return new Outcome.Killed(Outcome.Killer.CLOSE);
    }
    UsageReport report = evidence.report();
    if (report != null && report.oomKilled() && signal(evidence.status()) == SIGKILL) {
      return new Outcome.Killed(Outcome.Killer.HOST);
    }
    if (evidence.cause() == Cause.INIT_DIED) { // by somebody on the host; no program can
      return new Outcome.EngineFailed("init", "it ended while the program ran");
    }
    int signal = signal(evidence.status());
    return signal != 0
        ? new Outcome.Signalled(signal, (evidence.status() & 0x80) != 0)
        : new Outcome.Exited(evidence.status() >> 8 & 0xff);
  }

  /** WTERMSIG of wait(2), 0 if it exited. */
  private static int signal(int status) {
    return status & 0x7f;
  }

  private static @Nullable Outcome limit(Evidence evidence) {
    UsageReport report = evidence.report();
    if (report != null && report.oomKilled() && report.ownMemoryLimitHit()) {
      return exceeded(Limit.MEMORY, evidence);
    }
    Limit limit = Cause.limit(evidence.cause()).orElse(null);
    if (limit != null) {
      return exceeded(limit, evidence);
    }
    return switch (signal(evidence.status())) {
      case SIGXCPU -> evidence.rlimits() ? exceeded(Limit.CPU_TIME, evidence) : null;
      case SIGXFSZ -> exceeded(Limit.FILE_SIZE, evidence); // what a write above RLIMIT_FSIZE gets
      default -> null;
    };
  }

  private static Outcome exceeded(Limit limit, Evidence evidence) {
    Limits limits = evidence.limits();
    UsageReport report = evidence.report();
    return switch (limit) {
      case MEMORY ->
          new Outcome.LimitExceeded(
              limit,
              limits.memory().bytes(),
              report == null ? 0 : report.peakMemoryBytes().orElse(0));
      case CPU_TIME ->
          new Outcome.LimitExceeded(limit, limits.cpuTime().toNanos(), evidence.cpuNanos());
      case WALL_TIME ->
          new Outcome.LimitExceeded(limit, limits.wallTime().toNanos(), evidence.wallNanos());
      case OUTPUT ->
          new Outcome.LimitExceeded(limit, limits.output().bytes(), evidence.outputBytes());
      case IDLE_TIME ->
          new Outcome.LimitExceeded(
              limit, limits.idleTime().toNanos(), limits.idleTime().toNanos());
      case TASKS -> new Outcome.LimitExceeded(limit, limits.tasks(), limits.tasks());
      case DISK -> new Outcome.LimitExceeded(limit, limits.disk().bytes(), limits.disk().bytes());
      case STACK ->
          new Outcome.LimitExceeded(limit, limits.stack().bytes(), limits.stack().bytes());
      case OPEN_FILES -> new Outcome.LimitExceeded(limit, limits.openFiles(), limits.openFiles());
      case FILE_SIZE ->
          new Outcome.LimitExceeded(limit, limits.fileSize().bytes(), limits.fileSize().bytes());
      case LOCKED ->
          new Outcome.LimitExceeded(limit, limits.locked().bytes(), limits.locked().bytes());
    };
  }
}
