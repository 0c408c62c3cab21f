/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The supervisor's end of a filter with user notification, seccomp_unotify(2). */
public final class SeccompListener {
  private static final long RECV = 0xc0502100L;
  private static final long SEND = 0xc0182101L;
  private static final int NOTIFICATION = 80; // struct seccomp_notif
  private static final int RESPONSE = 24; // struct seccomp_notif_resp

  private SeccompListener() {}

  /**
   * A call that waits for an answer.
   *
   * @param id the notification's cookie
   * @param pid the calling thread, as the supervisor's pid namespace sees it
   * @param number the system call
   * @param arch its AUDIT_ARCH
   * @param instruction where it was made from
   * @param arguments its six raw arguments
   */
  public record Notification(long id, int pid, int number, int arch, long instruction, long[] arguments) {}

  /**
   * Takes the next call. Waits when there is none, so the listener must have shown readable.
   *
   * @param listener the listener
   * @return the call, or null when its caller died meanwhile
   */
  public static @Nullable Notification receive(Descriptor listener) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment n = arena.allocate(NOTIFICATION, 8);
      long result = Kernel.host().call("ioctl", listener.number(), RECV, n.address());
      if (result < 0) {
        return null;
      }
      long[] arguments = new long[6];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = n.get(JAVA_LONG, 32 + 8L * i);
      }
      return new Notification(
          n.get(JAVA_LONG, 0),
          n.get(JAVA_INT, 8),
          n.get(JAVA_INT, 16),
          n.get(JAVA_INT, 20),
          n.get(JAVA_LONG, 24),
          arguments);
    }
  }

  /**
   * Refuses a call.
   *
   * @param listener the listener
   * @param id the notification's cookie
   * @param errno what the program gets, positive
   */
  public static void refuse(Descriptor listener, long id, int errno) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment r = arena.allocate(RESPONSE, 8);
      r.set(JAVA_LONG, 0, id);
      r.set(JAVA_INT, 16, -errno);
      // ENOENT: the caller is dead already, which is as good.
      Kernel.host().call("ioctl", listener.number(), SEND, r.address());
    }
  }
}
