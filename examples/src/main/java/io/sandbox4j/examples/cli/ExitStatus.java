/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.Outcome.EngineFailed;
import io.sandbox4j.Outcome.Exited;
import io.sandbox4j.Outcome.Killed;
import io.sandbox4j.Outcome.LimitExceeded;
import io.sandbox4j.Outcome.Signalled;
import io.sandbox4j.Outcome.Violation;
import io.sandbox4j.SandboxSetupException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code sandbox run} exits with. */
final class ExitStatus {
  static final int VIOLATION = 123;
  static final int LIMIT = 124;
  static final int FAILED = 125;
  static final int NOT_EXECUTABLE = 126;
  static final int NOT_FOUND = 127;
  static final int SIGNAL_BASE = 128;
  static final int KILLED = 137;

  private ExitStatus() {}

  /** The lines of the help, one for each status. */
  static Map<String, String> help() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("0-255", "the program's own status");
    lines.put(String.valueOf(VIOLATION), "a forbidden system call ended it (--seccomp-mode kill)");
    lines.put(String.valueOf(LIMIT), "a limit ended it");
    lines.put(String.valueOf(FAILED), "options, set-up or engine failed; the message says why");
    lines.put(String.valueOf(NOT_EXECUTABLE), "the program cannot be executed");
    lines.put(String.valueOf(NOT_FOUND), "the program was not found in the sandbox");
    lines.put("128+n", "signal n ended it");
    lines.put(String.valueOf(KILLED), "it was killed by whoever stopped this command");
    return lines;
  }

  static int of(RunReport report) {
    return switch (report) {
      case RunReport.Ended(var result) ->
          switch (result.outcome()) {
            case Exited(int status) -> status;
            case Signalled(int signal, _) -> SIGNAL_BASE + signal;
            case LimitExceeded _ -> LIMIT;
            case Violation _ -> VIOLATION;
            case Killed _ -> KILLED;
            case EngineFailed _ -> FAILED;
          };
      case RunReport.NotStarted(var failure) ->
          failure instanceof SandboxSetupException setup ? ofSetUp(setup) : FAILED;
    };
  }

  private static int ofSetUp(SandboxSetupException failure) {
    if (!failure.stage().equals("PROGRAM EXEC")) {
      return FAILED;
    }
    return switch (failure.errno()) {
      case "ENOENT", "ENOTDIR" -> NOT_FOUND;
      case "EACCES", "EPERM", "ENOEXEC", "EISDIR", "ELIBBAD", "EINVAL", "ELOOP" -> NOT_EXECUTABLE;
      default -> FAILED;
    };
  }
}
