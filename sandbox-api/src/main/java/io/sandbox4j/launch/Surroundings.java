/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.internal.linux.Kernel;
import java.util.List;
import java.util.Objects;

/**
 * What a simulated process of a plan meets: the kernel, and the other processes of the plan. A
 * double answers from a script; a test against the C interpreter answers from a living process.
 */
@SuppressWarnings("exports") // for the tests of this project; layers only build plans
public interface Surroundings extends Kernel {

  /** What is heard from a role's process over its control socket. */
  sealed interface Heard {}

  /**
   * A word, as {@code struct word} of {@code plan.h} has it.
   *
   * @param code what it says; {@link #FAILED} for a step that failed
   * @param step the failed step
   * @param error its errno, or the number that the word carries
   * @param role the number of the role that speaks
   * @param descriptors those that came along, as the kernel numbered them
   */
  record Word(int code, int step, int error, int role, List<Long> descriptors) implements Heard {
    /** The code of a failed step. */
    public static final int FAILED = 0xffff;

    /** Copies the descriptors. */
    public Word {
      descriptors = List.copyOf(descriptors);
    }
  }

  /**
   * The socket cannot be read.
   *
   * @param errno why
   */
  record Broken(int errno) implements Heard {}

  /** A socket without a word. */
  enum Quiet implements Heard {
    /** All other ends are closed, as by a successful execve. */
    END_OF_FILE,
    /** The process has ended; the other end is still open elsewhere. */
    DEAD,
    /** Nothing comes until the launch has taken too long. */
    SILENCE
  }

  /**
   * Waits for the next word of a role's process.
   *
   * @param role INIT, ENTRY or PROGRAM
   * @param socket the descriptor of the shim's end
   * @return what is heard
   */
  Heard hear(Role role, long socket);

  /**
   * Waits until a role's process is reaped.
   *
   * @param role INIT, ENTRY or PROGRAM
   * @param pid its pid
   */
  void awaitExit(Role role, long pid);

  /**
   * Looks whether a role's process can be reaped, and reaps it.
   *
   * @param role INIT, ENTRY or PROGRAM
   * @param pid its pid
   * @return whether it has ended
   */
  boolean hasExited(Role role, long pid);

  /**
   * The shim goes back to its own namespaces after a clone elsewhere. How is its own business, for
   * no plan names them.
   *
   * @param flags the {@code CLONE_NEW*} flags of the kinds that it left
   */
  void returnHome(long flags);

  /**
   * A clone succeeded. The child has the slots, the passed descriptors and the data that its parent
   * had at the clone; it has executed nothing yet.
   *
   * @param role whose steps the child executes
   * @param child the child
   */
  void cloned(Role role, PlanSimulator child);

  /**
   * The surroundings of a child: its calls are made by another process.
   *
   * @param role whose steps the child executes
   * @return the surroundings
   */
  default Surroundings of(Role role) {
    Objects.requireNonNull(role, "role");
    return this;
  }
}
