/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.List;
import java.util.Objects;

/**
 * How a run ended. When several hold, the first of this order is reported: {@link EngineFailed},
 * {@link Violation}, {@link LimitExceeded}, {@link Killed}, {@link Signalled}, {@link Exited}.
 */
public sealed interface Outcome {

  /**
   * The program ended by itself.
   *
   * @param status its exit status, 0 to 255
   */
  record Exited(int status) implements Outcome {}

  /**
   * A signal ended it.
   *
   * @param signal the signal's number, signal(7)
   * @param coreDumped whether the kernel says it dumped core; no core ever leaves the sandbox
   */
  record Signalled(int signal, boolean coreDumped) implements Outcome {}

  /**
   * A limit ended it.
   *
   * @param limit which
   * @param allowed the limit: bytes, nanoseconds or a count
   * @param used what was used when it was noticed, in the same unit
   */
  record LimitExceeded(Limit limit, long allowed, long used) implements Outcome {
    /** Checks that there is a limit. */
    public LimitExceeded {
      Objects.requireNonNull(limit, "limit");
    }
  }

  /**
   * A forbidden system call ended it.
   *
   * @param call the call's name
   * @param arguments its six raw arguments
   */
  record Violation(String call, List<Long> arguments) implements Outcome {
    /** Copies the arguments. */
    public Violation {
      Objects.requireNonNull(call, "call");
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Somebody other than the program and its limits ended it.
   *
   * @param by who
   */
  record Killed(Killer by) implements Outcome {
    /** Checks that there is a killer. */
    public Killed {
      Objects.requireNonNull(by, "by");
    }
  }

  /**
   * A part of the engine failed; what the program did is unknown.
   *
   * @param part which
   * @param reason why
   */
  record EngineFailed(String part, String reason) implements Outcome {
    /** Checks that nothing is missing. */
    public EngineFailed {
      Objects.requireNonNull(part, "part");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Who ended a run. */
  enum Killer {
    /** {@link SandboxProcess#destroy}, or a grace period that ran out. */
    DESTROY,
    /** The sandbox, session or process was closed. */
    CLOSE,
    /** The waiting thread was interrupted in {@link Sandbox#run}. */
    INTERRUPT,
    /** The other program of an interaction ended. */
    PARTNER,
    /** The host: an ancestor's memory limit, or the host's own. */
    HOST
  }
}
