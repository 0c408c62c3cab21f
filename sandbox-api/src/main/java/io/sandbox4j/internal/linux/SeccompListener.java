/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import io.sandbox4j.internal.linux.generated.Uapi;
import io.sandbox4j.internal.linux.generated.seccomp_data;
import io.sandbox4j.internal.linux.generated.seccomp_notif;
import io.sandbox4j.internal.linux.generated.seccomp_notif_addfd;
import io.sandbox4j.internal.linux.generated.seccomp_notif_resp;
import io.sandbox4j.internal.linux.generated.seccomp_notif_sizes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** The supervisor's end of a filter with user notification, seccomp_unotify(2). */
public final class SeccompListener {
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
  @SuppressWarnings("ArrayRecordComponent") // taken apart at once, never compared or kept
  public record Notification(
      long id, int pid, int number, int arch, long instruction, long[] arguments) {}

  /**
   * How long the running kernel's structures are: it writes its own length, whatever the length in
   * our headers.
   */
  private record Sizes(long notification, long response) {
    static final Sizes OF_THIS_KERNEL = ask();

    private static Sizes ask() {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment sizes = seccomp_notif_sizes.allocate(arena);
        LinuxException.check(
            "seccomp",
            Kernel.host().call("seccomp", Uapi.SECCOMP_GET_NOTIF_SIZES, 0, sizes.address()));
        return new Sizes(
            Math.max(
                seccomp_notif.sizeof(),
                Short.toUnsignedLong(seccomp_notif_sizes.seccomp_notif(sizes))),
            Math.max(
                seccomp_notif_resp.sizeof(),
                Short.toUnsignedLong(seccomp_notif_sizes.seccomp_notif_resp(sizes))));
      }
    }
  }

  /**
   * Takes the next call. Waits when there is none, so the listener must have shown readable.
   *
   * @param listener the listener
   * @return the call, or null when its caller died meanwhile
   */
  public static @Nullable Notification receive(Descriptor listener) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment n = arena.allocate(Sizes.OF_THIS_KERNEL.notification(), Long.BYTES);
      long result =
          Kernel.host()
              .call("ioctl", listener.number(), Uapi.SECCOMP_IOCTL_NOTIF_RECV, n.address());
      if (result < 0) {
        return null;
      }
      MemorySegment call = seccomp_notif.data(n);
      long[] arguments = new long[6];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = seccomp_data.args(call, i);
      }
      return new Notification(
          seccomp_notif.id(n),
          seccomp_notif.pid(n),
          seccomp_data.nr(call),
          seccomp_data.arch(call),
          seccomp_data.instruction_pointer(call),
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
      MemorySegment r = arena.allocate(Sizes.OF_THIS_KERNEL.response(), Long.BYTES);
      seccomp_notif_resp.id(r, id);
      seccomp_notif_resp.error(r, -errno);
      // ENOENT: the caller is dead already, which is as good.
      Kernel.host().call("ioctl", listener.number(), Uapi.SECCOMP_IOCTL_NOTIF_SEND, r.address());
    }
  }

  /**
   * Whether the caller still waits: what was read of it by its pid before is its own only then.
   *
   * @param listener the listener
   * @param id the notification's cookie
   */
  public static boolean isWaiting(Descriptor listener, long id) {
    try (Arena arena = Arena.ofConfined()) {
      long cookie = arena.allocateFrom(ValueLayout.JAVA_LONG, id).address();
      return Kernel.host()
              .call("ioctl", listener.number(), Uapi.SECCOMP_IOCTL_NOTIF_ID_VALID, cookie)
          == 0;
    }
  }

  /**
   * Answers a call with a new descriptor in the caller, close-on-exec there: both in one step.
   *
   * @param listener the listener
   * @param id the notification's cookie
   * @param ours what the caller gets a copy of
   * @return its number in the caller, or a negative errno: {@code -ENOENT} if the caller is dead
   */
  public static long answerWith(Descriptor listener, long id, Descriptor ours) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = seccomp_notif_addfd.allocate(arena);
      seccomp_notif_addfd.id(request, id);
      seccomp_notif_addfd.flags(request, (int) Uapi.SECCOMP_ADDFD_FLAG_SEND);
      seccomp_notif_addfd.srcfd(request, ours.number());
      seccomp_notif_addfd.newfd_flags(request, Uapi.O_CLOEXEC);
      return Kernel.host()
          .call("ioctl", listener.number(), Uapi.SECCOMP_IOCTL_NOTIF_ADDFD, request.address());
    }
  }
}
