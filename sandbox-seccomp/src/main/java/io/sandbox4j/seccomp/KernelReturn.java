/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

/** The values a filter returns: SECCOMP_RET_* of {@code linux/seccomp.h}. */
final class KernelReturn {
  static final int KILL_PROCESS = 0x8000_0000;
  static final int KILL_THREAD = 0x0000_0000;
  static final int TRAP = 0x0003_0000;
  static final int ERRNO = 0x0005_0000;
  static final int USER_NOTIF = 0x7fc0_0000;
  static final int LOG = 0x7ffc_0000;
  static final int ALLOW = 0x7fff_0000;

  static final int ACTION = 0xffff_0000;
  static final int DATA = 0x0000_ffff;

  private KernelReturn() {}

  /** The value that carries out {@code action}. */
  static int of(SeccompAction action, FilterOptions options) {
    if (action.isReported()) {
      switch (options.reporting()) {
        case NOTIFY, EVERYTHING -> {
          return USER_NOTIF;
        }
        case SILENT -> {
          if (options.mode() == SeccompMode.KILL) {
            return KILL_PROCESS;
          }
        }
      }
    }
    return switch (action) {
      case SeccompAction.Allow _ -> ALLOW;
      case SeccompAction.Errno(int errno, _) -> ERRNO | errno;
      case SeccompAction.KillProcess _ -> KILL_PROCESS;
      case SeccompAction.KillThread _ -> KILL_THREAD;
      case SeccompAction.Trap(int data) -> TRAP | data;
      case SeccompAction.Log _ -> LOG;
      case SeccompAction.Notify(String handler, _, _) -> notified(handler, options.reporting());
    };
  }

  private static int notified(String handler, Reporting reporting) {
    return switch (reporting) {
      case NOTIFY, EVERYTHING -> USER_NOTIF;
      case SILENT ->
          throw new IllegalArgumentException(
              "a filter without notifications cannot ask the handler " + handler);
    };
  }

  /** The value in words. */
  static String describe(int value) {
    int data = value & DATA;
    return switch (value & ACTION) {
      case KILL_PROCESS -> "kill process";
      case KILL_THREAD -> "kill thread";
      case TRAP -> "trap " + data;
      case ERRNO -> "errno " + data;
      case USER_NOTIF -> "notify";
      case LOG -> "log";
      case ALLOW -> "allow";
      default -> "return 0x%08x".formatted(value);
    };
  }
}
