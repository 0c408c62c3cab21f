/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Chunk;

/**
 * A policy compiled for one interface: the program for the kernel, and the answers for the
 * supervisor. Immutable.
 */
public final class CompiledFilter {
  private final String policyName;
  private final FilterOptions options;
  private final DecisionTable table;
  private final BpfProgram program;
  private final byte[] records;
  private final boolean needsListener;
  private final boolean hasHandlers;
  private final Chunk instructions; // for any number of launches

  CompiledFilter(
      String policyName, FilterOptions options, DecisionTable table, BpfProgram program) {
    this.policyName = policyName;
    this.options = options;
    this.table = table;
    this.program = program;
    this.records = program.bytes();
    this.needsListener =
        program.instructions().stream()
            .anyMatch(i -> i.code() == BpfInstruction.RETURN && i.k() == KernelReturn.USER_NOTIF);
    this.hasHandlers = table.byNumber().stream().anyMatch(Decision::isHandled);
    this.instructions = Chunk.constant(records, "{" + this + "}");
  }

  /** {@return the name of the policy} */
  public String policyName() {
    return policyName;
  }

  /**
   * What it was compiled for.
   *
   * @return the options
   */
  public FilterOptions options() {
    return options;
  }

  /** {@return the instructions} */
  public BpfProgram program() {
    return program;
  }

  /**
   * A copy of the records of {@code struct sock_filter}, 8 bytes each, little endian.
   *
   * @return the bytes
   */
  public byte[] bytes() {
    return records.clone();
  }

  /** The records as plans point to them. */
  Chunk instructions() {
    return instructions;
  }

  /** {@return how many instructions the program has, 1 to 4096} */
  public int instructionCount() {
    return program.size();
  }

  /**
   * {@return whether some call is notified, so that the filter must be installed with a listener}
   */
  public boolean needsListener() {
    return needsListener;
  }

  /** Whether some call is answered by a handler. */
  boolean hasHandlers() {
    return hasHandlers;
  }

  /** Whether a handler answers that call with some arguments. */
  boolean isHandled(int number) {
    return table.byNumber().get(number).isHandled();
  }

  /**
   * What the policy says of a call by the interface's own entry.
   *
   * @param number the call
   * @param arguments its six arguments
   * @return the action of the row that applies
   */
  public SeccompAction decide(int number, long... arguments) {
    if (arguments.length != ArgumentCondition.ARGUMENTS) {
      throw new IllegalArgumentException("a call has 6 arguments, not " + arguments.length);
    }
    return table.decide(number, arguments);
  }

  /**
   * The errno with which the supervisor answers a reported call. Always positive: whatever is asked
   * here is refused, with EPERM where the policy names no errno.
   *
   * @param number the call
   * @param arguments its six arguments, as the notification has them
   * @return an errno, 1 to 4095
   */
  public int reportedErrno(int number, long... arguments) {
    return decide(number, arguments) instanceof SeccompAction.Errno(int errno, _) && errno > 0
        ? errno
        : Errno.EPERM;
  }

  /**
   * Whether a reported call ends the run: always in {@link SeccompMode#KILL}, and in each mode for
   * {@link SeccompAction.KillProcess}.
   *
   * @param number the call
   * @param arguments its six arguments, as the notification has them
   * @return whether it does
   */
  public boolean endsRun(int number, long... arguments) {
    return switch (options.mode()) {
      case KILL -> true;
      case ENFORCE, REPORT -> decide(number, arguments) instanceof SeccompAction.KillProcess;
    };
  }

  /** {@return the program in words, a line per instruction} */
  public String disassembly() {
    return Disassembler.print(program, options.abi());
  }

  /** The policy's name and the program's size. */
  @Override
  public String toString() {
    return policyName
        + " for "
        + options.abi().kernelName()
        + ", "
        + program.size()
        + " instructions";
  }
}
