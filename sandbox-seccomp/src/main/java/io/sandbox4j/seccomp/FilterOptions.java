/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.seccomp.ControlDescriptor.At;
import io.sandbox4j.seccomp.ControlDescriptor.None;

/**
 * What a filter depends on besides its policy.
 *
 * @param abi the system call interface
 * @param mode what a reported call leads to
 * @param reporting how the filter tells of reported calls
 * @param control the descriptor on which sendmsg always passes
 * @param frequencies which calls shall take the fewest steps
 */
public record FilterOptions(
    SyscallAbi abi,
    SeccompMode mode,
    Reporting reporting,
    ControlDescriptor control,
    CallFrequencies frequencies) {

  /**
   * A filter for usual programs.
   *
   * @param abi the system call interface
   * @param mode what a reported call leads to
   * @param reporting how the filter tells of reported calls
   * @param control the descriptor on which sendmsg always passes
   */
  public FilterOptions(
      SyscallAbi abi, SeccompMode mode, Reporting reporting, ControlDescriptor control) {
    this(abi, mode, reporting, control, CallFrequencies.USUAL);
  }

  /**
   * {@return a filter that notifies and has no control descriptor}
   *
   * @param abi the interface
   * @param mode what a reported call leads to
   */
  public static FilterOptions of(SyscallAbi abi, SeccompMode mode) {
    return new FilterOptions(abi, mode, Reporting.NOTIFY, new None());
  }

  /**
   * The same with {@code sendmsg} let through on the descriptor {@code number}.
   *
   * @param number the descriptor
   * @return the options
   */
  public FilterOptions controlledAt(int number) {
    return new FilterOptions(abi, mode, reporting, new At(number), frequencies);
  }

  /** {@return the same with a notification of every call} */
  public FilterOptions everything() {
    return new FilterOptions(abi, mode, Reporting.EVERYTHING, control, frequencies);
  }

  /** {@return the same without notifications} */
  public FilterOptions silent() {
    return new FilterOptions(abi, mode, Reporting.SILENT, control, frequencies);
  }

  /**
   * The same filter, arranged for other programs.
   *
   * @param measured how often they make which call
   * @return the options
   */
  public FilterOptions arrangedFor(CallFrequencies measured) {
    return new FilterOptions(abi, mode, reporting, control, measured);
  }
}
