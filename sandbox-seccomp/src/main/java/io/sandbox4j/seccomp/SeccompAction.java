/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.Objects;

/**
 * What becomes of a system call.
 *
 * <p>The kernel hands over no arguments when a filter answers with an errno or kills, so an action
 * that is <em>reported</em> compiles to a user notification: the supervisor notes name, number and
 * arguments, then refuses the call or ends the run. That costs the program a round trip; calls that
 * ordinary programs make by the thousand belong to the quiet forms.
 */
public sealed interface SeccompAction {

  /** The call is carried out. */
  record Allow() implements SeccompAction {}

  /**
   * The call is not carried out and gives an error.
   *
   * @param errno the error's number, 0 to 4095; 0 makes the call look successful
   * @param reported whether the supervisor is told, and ends the run in {@link SeccompMode#KILL}
   */
  record Errno(int errno, boolean reported) implements SeccompAction {
    /** The greatest errno the kernel can return. */
    public static final int MAX = 4095;

    /** Checks the range. */
    public Errno {
      if (errno < 0 || errno > MAX) {
        throw new IllegalArgumentException("errno " + errno + " is not within 0.." + MAX);
      }
      if (reported && errno == 0) {
        throw new IllegalArgumentException("a reported call needs an errno other than 0");
      }
    }
  }

  /**
   * The whole process dies as by SIGSYS.
   *
   * @param reported whether the supervisor is told first and ends the run, in every mode
   */
  record KillProcess(boolean reported) implements SeccompAction {}

  /** The calling thread dies; rarely wanted, since the others wait for it for ever. */
  record KillThread() implements SeccompAction {}

  /**
   * The thread gets SIGSYS and its handler decides.
   *
   * @param data the value of {@code si_errno} in the signal, 0 to 65535
   */
  record Trap(int data) implements SeccompAction {
    /** Checks the range. */
    public Trap {
      if (data < 0 || data > 0xffff) {
        throw new IllegalArgumentException("trap data " + data + " is not within 0..65535");
      }
    }
  }

  /** The call is carried out and written to the kernel's audit log. */
  record Log() implements SeccompAction {}

  /**
   * The caller waits for a handler in Java, which answers in the kernel's stead. Never for exit,
   * exit_group, rt_sigreturn and restart_syscall, which every policy carries out; nor for what the
   * launch itself calls between filter and program.
   *
   * @param name what text forms and reports call the handler: letters, digits, dashes, underscores
   * @param handler the handler; two actions are equal only with the same one
   * @param mayContinue whether it may have the kernel carry the call out
   */
  record Notify(String name, SyscallHandler handler, boolean mayContinue) implements SeccompAction {
    /** Checks the name. */
    public Notify {
      Objects.requireNonNull(handler, "handler");
      PolicyText.checkName("handler", name);
      if (name.indexOf('.') >= 0 || name.charAt(0) == '-') {
        throw new IllegalArgumentException(
            "a handler's name has no dots and begins with no dash, unlike \"" + name + "\"");
      }
    }

    static void check(DangerousGrant token) {
      if (token != DangerousGrant.CONTINUE) {
        throw new IllegalArgumentException(
            "to have notified calls carried out takes DangerousGrant.CONTINUE, not " + token);
      }
    }
  }

  /**
   * {@link Allow}.
   *
   * @return the action
   */
  static SeccompAction allow() {
    return new Allow();
  }

  /**
   * {@return an error that nobody is told about}
   *
   * @param errno the error's number, 0 to 4095
   */
  static SeccompAction quiet(int errno) {
    return new Errno(errno, false);
  }

  /**
   * An error that the supervisor notes, or that ends the run in {@link SeccompMode#KILL}.
   *
   * @param errno the error's number, 1 to 4095
   * @return the action
   */
  static SeccompAction reported(int errno) {
    return new Errno(errno, true);
  }

  /**
   * {@return a call that waits for a handler's answer}
   *
   * @param name what text forms and reports call the handler: letters, digits, dashes, underscores
   * @param handler answers in the kernel's stead
   */
  static SeccompAction notify(String name, SyscallHandler handler) {
    return new Notify(name, handler, false);
  }

  /**
   * A call that waits for a handler, which may have the kernel carry it out. See {@link
   * SyscallAnswer#carriedOut} for what that is no good for.
   *
   * @param name what text forms and reports call the handler: letters, digits, dashes, underscores
   * @param handler answers in the kernel's stead
   * @param token {@link DangerousGrant#CONTINUE}, which the policy has to accept besides
   * @return the action
   * @throws IllegalArgumentException for another token
   */
  static SeccompAction notify(String name, SyscallHandler handler, DangerousGrant token) {
    Notify.check(token);
    return new Notify(name, handler, true);
  }

  /** {@return whether the call is refused, and the supervisor told of it} */
  default boolean isReported() {
    return switch (this) {
      case Errno(_, boolean reported) -> reported;
      case KillProcess(boolean reported) -> reported;
      case Allow _, KillThread _, Trap _, Log _, Notify _ -> false;
    };
  }

  /** {@return whether the kernel may carry the call out} */
  default boolean isCarriedOut() {
    return switch (this) {
      case Allow _, Log _ -> true;
      case Notify(_, _, boolean mayContinue) -> mayContinue;
      case Errno _, KillProcess _, KillThread _, Trap _ -> false;
    };
  }
}
