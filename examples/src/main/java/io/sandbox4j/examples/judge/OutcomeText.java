/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import io.sandbox4j.Limit;
import io.sandbox4j.Outcome;
import io.sandbox4j.Size;
import java.time.Duration;
import java.util.Locale;

/** How a run ended, as the second half of a sentence. */
final class OutcomeText {
  private OutcomeText() {}

  static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Exited(int status) -> "exited with status " + status;
      case Outcome.Signalled(int signal, boolean _) -> "was ended by signal " + signal;
      case Outcome.LimitExceeded(Limit limit, long allowed, long _) ->
          "exceeded %s of %s".formatted(name(limit), amount(limit, allowed));
      case Outcome.Violation(String call, var _) -> "made the forbidden call " + call;
      case Outcome.Killed(Outcome.Killer by) -> "was killed, by " + by;
      case Outcome.EngineFailed(String part, String reason) ->
          "is unknown: the " + part + " failed: " + reason;
    };
  }

  private static String name(Limit limit) {
    return "the " + limit.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " limit";
  }

  private static String amount(Limit limit, long allowed) {
    return switch (limit) {
      case CPU_TIME, WALL_TIME, IDLE_TIME -> Duration.ofNanos(allowed).toMillis() + " ms";
      case MEMORY, OUTPUT, DISK, STACK, FILE_SIZE, LOCKED -> Size.bytes(allowed).toString();
      case TASKS, OPEN_FILES -> Long.toString(allowed);
    };
  }
}
