/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.SandboxSetupException;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.LinuxException;
import io.sandbox4j.launch.LaunchPlan;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Step;
import java.util.List;

/** Turns the number of a failed step into what it was for and what to do. */
final class FailureText {
  private static final int EFBIG = 27;

  private FailureText() {}

  static SandboxSetupException setup(LaunchPlan plan, Role role, int index, int errno) {
    List<Step> steps = plan.steps(role);
    if (index < 0 || index >= steps.size()) {
      return new SandboxSetupException(
          role.name(),
          "start the " + role.name().toLowerCase(java.util.Locale.ROOT) + " process",
          "it ended without a word",
          errno == 0 ? "a signal" : Errno.name(errno),
          errno,
          "The host killed it, for example for want of memory.");
    }
    Step step = steps.get(index);
    String fix = step.advice().getOrDefault(errno, general(errno));
    return new SandboxSetupException(
        role + " " + step.stage(), step.label(), step.asCall(), Errno.name(errno), errno, fix);
  }

  /** A call of the JVM itself that failed on the way to a launch. */
  static SandboxSetupException ofTheJvm(LinuxException failure) {
    SandboxSetupException setup =
        new SandboxSetupException(
            "JVM",
            "prepare the launch",
            failure.call(),
            Errno.name(failure.errno()),
            failure.errno(),
            general(failure.errno()));
    setup.initCause(failure);
    return setup;
  }

  private static String general(int errno) {
    return switch (errno) {
      case EFBIG -> "Raise the JVM's limit of the size of files (ulimit -f).";
      case Errno.EMFILE, Errno.ENFILE ->
          "Raise the limit of open files (ulimit -n), or run fewer sandboxes at once.";
      case Errno.ENOMEM -> "The host is out of memory.";
      case Errno.ENOSPC, Errno.EUSERS ->
          "The host's limit of namespaces or cgroups is reached (/proc/sys/user).";
      case Errno.ETIMEDOUT -> "The launch took too long; a mount source may hang.";
      case Errno.ENOSYS ->
          "This kernel is older than 5.14, the oldest one supported, or a container's seccomp"
              + " profile hides the call (docker run --security-opt seccomp=...).";
      case Errno.EPERM ->
          "A security module or a container's seccomp profile may forbid it: let it allow the call.";
      case Errno.EROFS ->
          "A file system is read-only here; a container needs a writable /proc (docker run"
              + " --security-opt systempaths=unconfined) to map ids.";
      default -> "";
    };
  }
}
