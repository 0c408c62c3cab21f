/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import java.util.Objects;

/** What a step does: a system call, or one of the few things only the interpreter can do. */
public sealed interface Action {

  /**
   * A system call by its name in the kernel's table.
   *
   * @param call the name, for example {@code mount}
   */
  record SystemCall(String call) implements Action {
    /** Checks the name. */
    public SystemCall {
      Objects.requireNonNull(call, "call");
    }

    @Override
    public String toString() {
      return call;
    }
  }

  /**
   * Work of the interpreter itself; the order is the order of {@code enum op} in {@code plan.h}.
   */
  enum Special implements Action {
    /** Writes a 32-bit number into the plan's data: address, value. */
    STORE32("store32"),
    /** Writes a 64-bit number into the plan's data: address, value. */
    STORE64("store64"),
    /** Writes a number's decimal digits and a NUL, or so many digits: address, value, width. */
    DECIMAL("decimal"),
    /** The result is a 32-bit number of the plan's data: address. */
    LOAD32("load32"),
    /** The process's descriptors become the listed ones and no others: list, count. */
    KEEP("keep"),
    /**
     * clone3; the child executes the steps of a role: role, clone_args, size, where the shim stands
     * meanwhile, how many places, in whose name or 0.
     */
    CLONE("clone3"),
    /**
     * The shim waits for a word: role, code, slot for its number, first slot for descriptors, how
     * many.
     */
    AWAIT("await"),
    /** The shim waits until the program's execve succeeded. */
    AWAIT_EXEC("await_exec"),
    /** The shim waits until a role's process is reaped: role. */
    AWAIT_EXIT("await_exit"),
    /** SIGKILL to every process of a cgroup.procs, until it is empty: descriptor. */
    KILL_LISTED("kill_listed"),
    /** Moves every process of a cgroup.procs to another: two descriptors. */
    MOVE_LISTED("move_listed"),
    /** EAGAIN unless a role's process has been reaped: role. */
    EXITED("exited"),
    /**
     * EAGAIN unless a decimal text in the plan's data is a number in a range: address, least, most.
     */
    BETWEEN("between"),
    /** The JVM is told how the run ended; what is left of it is removed after. */
    REPORT_END("report_end"),
    /**
     * SIGKILL to every process that stands in a cgroup namespace, until there is none: descriptors
     * of /proc and of the namespace.
     */
    KILL_FAMILY("kill_family"),
    /** The shim waits until the JVM has passed the first descriptors, if those come later. */
    AWAIT_GO("await_go");

    private static final int FIRST = 0x10000;
    private final String shown;

    Special(String shown) {
      this.shown = shown;
    }

    /** {@return the number that stands for it in the block} */
    @SuppressWarnings("EnumOrdinal") // the order is the format's
    public int number() {
      return FIRST + ordinal();
    }

    @Override
    public String toString() {
      return shown;
    }
  }
}
