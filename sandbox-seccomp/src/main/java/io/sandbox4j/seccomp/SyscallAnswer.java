/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.spi.CallAnswer;
import io.sandbox4j.spi.PassedDescriptor;
import org.jspecify.annotations.Nullable;

/** What the caller of a {@linkplain SyscallHandler handled} system call gets. Immutable. */
public final class SyscallAnswer {
  private static final SyscallAnswer SUCCESS = new SyscallAnswer(new CallAnswer.Value(0));

  private final CallAnswer raw;

  private SyscallAnswer(CallAnswer raw) {
    this.raw = raw;
  }

  CallAnswer raw() {
    return raw;
  }

  /** {@return 0} */
  public static SyscallAnswer success() {
    return SUCCESS;
  }

  /**
   * {@return a value}
   *
   * @param value the value; not -4095 to -1, which programs take for an errno
   * @throws IllegalArgumentException for one of those
   */
  public static SyscallAnswer value(long value) {
    return new SyscallAnswer(new CallAnswer.Value(value));
  }

  /**
   * {@return an error}
   *
   * @param errno its number, 1 to 4095; not 512 to 516, which the kernel keeps to itself
   * @throws IllegalArgumentException for another one
   */
  public static SyscallAnswer errno(int errno) {
    return new SyscallAnswer(new CallAnswer.Refusal(errno));
  }

  /**
   * A new descriptor of a file in memory, open at its start, that nobody can change: the call gives
   * its number. If the program may not open any more, it gets EMFILE.
   *
   * @param bytes what is in the file. As long as the program has it open, this memory is the JVM's,
   *     not counted by the program's limits: the program may have {@code openFiles} of them in each
   *     of its processes
   * @param closeOnExec whether an exec closes it: what the program asked for, mostly
   * @return the answer
   */
  public static SyscallAnswer content(byte[] bytes, boolean closeOnExec) {
    return new SyscallAnswer(new CallAnswer.Content(bytes.clone(), closeOnExec));
  }

  /**
   * A copy of a descriptor of the JVM: the call gives its number. Whatever it leads to, the program
   * has from then on, with every right it was opened with: a directory of the host is a way out of
   * every other wall, and a socket or terminal answers to {@code ioctl}.
   *
   * @param descriptor what is copied; closed by the library in any case
   * @param closeOnExec whether an exec closes the copy
   * @return the answer, to be given once
   */
  public static SyscallAnswer descriptor(PassedDescriptor descriptor, boolean closeOnExec) {
    return new SyscallAnswer(new CallAnswer.Copy(descriptor, closeOnExec));
  }

  /**
   * The kernel carries the call out after all.
   *
   * <p>It looks at pointers anew then: whatever the handler read and found good, another thread of
   * the program can have changed meanwhile, and will, if it is hostile. So this is no decision
   * about paths, addresses or any other memory, and none about what a descriptor number means. It
   * is good for calls whose numbers alone matter, and for looking on.
   *
   * @param token {@link DangerousGrant#CONTINUE}: who writes it has read this. The policy's row has
   *     to allow it as well, see {@link SeccompAction#notify(String, SyscallHandler,
   *     DangerousGrant)}; else the call is refused
   * @return the answer
   * @throws IllegalArgumentException for another token
   */
  public static SyscallAnswer carriedOut(DangerousGrant token) {
    SeccompAction.Notify.check(token);
    return new SyscallAnswer(new CallAnswer.CarryOut());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SyscallAnswer answer && raw.equals(answer.raw);
  }

  @Override
  public int hashCode() {
    return raw.hashCode();
  }

  @Override
  public String toString() {
    return raw.toString();
  }
}
