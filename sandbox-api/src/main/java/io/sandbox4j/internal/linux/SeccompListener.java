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
  private static final long IOCTL = SyscallTable.of(Arch.current()).number("ioctl").orElse(-1);

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
   * Memory for one thread that takes and answers calls, of any number of listeners, without a
   * pause: who takes memory for each call spends as long on that as on the call. Not thread-safe.
   */
  public static final class Exchange {
    private final MemorySegment state;
    private final MemorySegment call;
    private final MemorySegment answer;

    /**
     * Takes the memory.
     *
     * @param arena where; its thread is the one
     */
    public Exchange(Arena arena) {
      state = arena.allocate(CFunction.CAPTURE);
      call = arena.allocate(Sizes.OF_THIS_KERNEL.notification(), Long.BYTES);
      answer = arena.allocate(Sizes.OF_THIS_KERNEL.response(), Long.BYTES);
    }

    private long control(Descriptor listener, long request, MemorySegment structure) {
      return HostKernel.call(
          state, IOCTL, listener.number(), request, structure.address(), 0, 0, 0);
    }

    /**
     * Takes the next call. Waits when there is none, so the listener must have shown readable.
     *
     * @param listener the listener
     * @return the call, or null when its caller died meanwhile
     */
    public @Nullable Notification receive(Descriptor listener) {
      call.fill((byte) 0); // the kernel takes nothing else
      if (control(listener, Uapi.SECCOMP_IOCTL_NOTIF_RECV, call) < 0) {
        return null;
      }
      MemorySegment data = seccomp_notif.data(call);
      long[] arguments = new long[6];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = seccomp_data.args(data, i);
      }
      return new Notification(
          seccomp_notif.id(call),
          seccomp_notif.pid(call),
          seccomp_data.nr(data),
          seccomp_data.arch(data),
          seccomp_data.instruction_pointer(data),
          arguments);
    }

    /**
     * Refuses a call.
     *
     * @param listener the listener
     * @param id the notification's cookie
     * @param errno what the program gets, positive
     * @return whether the kernel took it; false if the caller waits no longer
     */
    public boolean refuse(Descriptor listener, long id, int errno) {
      return send(listener, id, 0, -errno, 0);
    }

    /**
     * Answers a call with a value.
     *
     * @param listener the listener
     * @param id the notification's cookie
     * @param value what the program gets
     * @return whether the kernel took it; false if the caller waits no longer
     */
    public boolean answer(Descriptor listener, long id, long value) {
      return send(listener, id, value, 0, 0);
    }

    /**
     * Has the kernel carry a call out, with what its pointers lead to by then.
     *
     * @param listener the listener
     * @param id the notification's cookie
     * @return whether the kernel took it; false if the caller waits no longer
     */
    public boolean carryOut(Descriptor listener, long id) {
      return send(listener, id, 0, 0, (int) Uapi.SECCOMP_USER_NOTIF_FLAG_CONTINUE);
    }

    private boolean send(Descriptor listener, long id, long value, int error, int flags) {
      answer.fill((byte) 0);
      seccomp_notif_resp.id(answer, id);
      seccomp_notif_resp.val(answer, value);
      seccomp_notif_resp.error(answer, error);
      seccomp_notif_resp.flags(answer, flags);
      return control(listener, Uapi.SECCOMP_IOCTL_NOTIF_SEND, answer) == 0;
    }
  }

  /**
   * {@link Exchange#receive} with memory of its own.
   *
   * @param listener the listener
   * @return the call, or null when its caller died meanwhile
   */
  public static @Nullable Notification receive(Descriptor listener) {
    try (Arena arena = Arena.ofConfined()) {
      return new Exchange(arena).receive(listener);
    }
  }

  /**
   * {@link Exchange#refuse} with memory of its own.
   *
   * @param listener the listener
   * @param id the notification's cookie
   * @param errno what the program gets, positive
   * @return whether the kernel took it; false if the caller waits no longer
   */
  public static boolean refuse(Descriptor listener, long id, int errno) {
    try (Arena arena = Arena.ofConfined()) {
      return new Exchange(arena).refuse(listener, id, errno);
    }
  }

  /**
   * {@link Exchange#answer} with memory of its own.
   *
   * @param listener the listener
   * @param id the notification's cookie
   * @param value what the program gets
   * @return whether the kernel took it; false if the caller waits no longer
   */
  public static boolean answer(Descriptor listener, long id, long value) {
    try (Arena arena = Arena.ofConfined()) {
      return new Exchange(arena).answer(listener, id, value);
    }
  }

  /**
   * {@link Exchange#carryOut} with memory of its own.
   *
   * @param listener the listener
   * @param id the notification's cookie
   * @return whether the kernel took it; false if the caller waits no longer
   */
  public static boolean carryOut(Descriptor listener, long id) {
    try (Arena arena = Arena.ofConfined()) {
      return new Exchange(arena).carryOut(listener, id);
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
   * Has caller and supervisor wake each other on one processor, where the kernel can (6.6): the
   * caller sleeps from then on, so nothing is gained by waking another one.
   *
   * @param listener the listener
   * @return whether the kernel can
   */
  public static boolean wakeOnOneProcessor(Descriptor listener) {
    return Kernel.host()
            .call(
                "ioctl",
                listener.number(),
                RecentUapi.SECCOMP_IOCTL_NOTIF_SET_FLAGS,
                RecentUapi.SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP)
        == 0;
  }

  /**
   * Answers a call with a new descriptor in the caller: both in one step (5.14). Waits until the
   * caller has run and taken it, however long a paused or starved program lets us wait: never on
   * the loop.
   *
   * @param listener the listener
   * @param id the notification's cookie
   * @param ours the number of what the caller gets a copy of
   * @param closeOnExec whether an exec in the caller closes it
   * @return its number in the caller, or a negative errno: {@code -ENOENT} or {@code -ESRCH} if the
   *     caller waits no longer; with any other one it still waits for an answer
   */
  public static long answerWith(Descriptor listener, long id, int ours, boolean closeOnExec) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = seccomp_notif_addfd.allocate(arena);
      seccomp_notif_addfd.id(request, id);
      seccomp_notif_addfd.flags(request, (int) Uapi.SECCOMP_ADDFD_FLAG_SEND);
      seccomp_notif_addfd.srcfd(request, ours);
      seccomp_notif_addfd.newfd_flags(request, closeOnExec ? Uapi.O_CLOEXEC : 0);
      return Kernel.host()
          .call("ioctl", listener.number(), Uapi.SECCOMP_IOCTL_NOTIF_ADDFD, request.address());
    }
  }

  /**
   * Whether a filter's callers can be made to wait for an answer whatever signals come (5.19), but
   * for those that kill: asks for such a filter without giving one.
   *
   * @param kernel who is asked
   */
  public static boolean canWaitKillable(Kernel kernel) {
    long flags =
        Uapi.SECCOMP_FILTER_FLAG_NEW_LISTENER | Uapi.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
    return kernel.call("seccomp", Uapi.SECCOMP_SET_MODE_FILTER, flags, 0) == -Errno.EFAULT;
  }
}
