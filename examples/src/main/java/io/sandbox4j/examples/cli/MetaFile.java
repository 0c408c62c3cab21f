/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.Limit;
import io.sandbox4j.Outcome;
import io.sandbox4j.Outcome.EngineFailed;
import io.sandbox4j.Outcome.Exited;
import io.sandbox4j.Outcome.Killed;
import io.sandbox4j.Outcome.LimitExceeded;
import io.sandbox4j.Outcome.Signalled;
import io.sandbox4j.Outcome.Violation;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Usage;
import java.time.Duration;
import java.util.Locale;

/**
 * What {@code --meta} writes: lines {@code key:value} as isolate(1) describes them under
 * "META-FILES". Isolate's statuses are RE (a status other than 0), SG (a signal), TO (time) and XX
 * (isolate itself failed). What isolate does not know becomes SG with the signal that stands for
 * it.
 */
final class MetaFile {
  private static final int SIGKILL = 9;
  private static final int SIGXFSZ = 25;
  private static final int SIGSYS = 31;

  private final StringBuilder out = new StringBuilder();

  private MetaFile() {}

  static String of(RunReport report) {
    MetaFile meta = new MetaFile();
    switch (report) {
      case RunReport.Ended(SandboxResult result) -> {
        meta.usage(result.usage());
        meta.outcome(result.outcome());
      }
      case RunReport.NotStarted(var failure) ->
          meta.status("XX", String.valueOf(failure.getMessage()));
    }
    return meta.out.toString();
  }

  private void outcome(Outcome outcome) {
    switch (outcome) {
      case Exited(int status) -> {
        line("exitcode", status);
        if (status != 0) {
          status("RE", "Exited with error status " + status);
        }
      }
      case Signalled(int signal, _) -> {
        line("exitsig", signal);
        status("SG", "Caught fatal signal " + signal);
      }
      case LimitExceeded exceeded -> limit(exceeded.limit());
      case Violation(String call, _) -> killed("SG", SIGSYS, "Forbidden system call " + call);
      case Killed(var by) ->
          killed("SG", SIGKILL, "Killed by " + by.name().toLowerCase(Locale.ROOT));
      case EngineFailed(String part, String reason) -> status("XX", part + ": " + reason);
    }
  }

  private void limit(Limit limit) {
    switch (limit) {
      case CPU_TIME -> timeOut("Time limit exceeded");
      case WALL_TIME -> timeOut("Time limit exceeded (wall clock)");
      case IDLE_TIME -> timeOut("Time limit exceeded (idle)");
      case MEMORY -> {
        // By the kernel, not by the sandbox: isolate says no "killed" then.
        line("exitsig", SIGKILL);
        line("cg-oom-killed", 1);
        status("SG", "Memory limit exceeded");
      }
      case OUTPUT -> killed("SG", SIGXFSZ, "Output limit exceeded");
      case TASKS, DISK, STACK, OPEN_FILES, FILE_SIZE, LOCKED ->
          killed("SG", SIGKILL, "Limit exceeded: " + limit.name().toLowerCase(Locale.ROOT));
    }
  }

  private void timeOut(String message) {
    line("killed", 1);
    status("TO", message);
  }

  private void killed(String status, int signal, String message) {
    line("killed", 1);
    line("exitsig", signal);
    status(status, message);
  }

  private void status(String status, String message) {
    out.append("status:").append(status).append('\n');
    out.append("message:").append(message.replace('\n', ' ')).append('\n');
  }

  private void usage(Usage usage) {
    if (usage.cpuUser().isCounted() || usage.cpuSystem().isCounted()) {
      seconds("time", usage.cpu());
    }
    if (usage.wall().isCounted()) {
      seconds("time-wall", usage.wall().get());
    }
    if (usage.maxResident().isCounted()) {
      line("max-rss", usage.maxResident().get() / 1024);
    }
    if (usage.peakMemory().isCounted() && !usage.peakMemory().by().startsWith("rusage")) {
      line("cg-mem", usage.peakMemory().get() / 1024);
    }
    if (usage.voluntarySwitches().isCounted()) {
      line("csw-voluntary", usage.voluntarySwitches().get());
    }
    if (usage.involuntarySwitches().isCounted()) {
      line("csw-forced", usage.involuntarySwitches().get());
    }
  }

  private void seconds(String key, Duration time) {
    long millis = time.toMillis();
    out.append(String.format(Locale.ROOT, "%s:%d.%03d\n", key, millis / 1000, millis % 1000));
  }

  private void line(String key, long value) {
    out.append(key).append(':').append(value).append('\n');
  }
}
