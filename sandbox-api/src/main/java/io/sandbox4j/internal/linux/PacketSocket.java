/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.sandbox4j.internal.linux.generated.Sockets;
import io.sandbox4j.internal.linux.generated.cmsghdr;
import io.sandbox4j.internal.linux.generated.iovec;
import io.sandbox4j.internal.linux.generated.msghdr;
import io.sandbox4j.spi.PassedDescriptor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Unix sockets that carry packets and descriptors: SOCK_SEQPACKET and SCM_RIGHTS, unix(7). */
public final class PacketSocket {
  /** How many descriptors one packet carries at most (SCM_MAX_FD). */
  public static final int MOST_DESCRIPTORS = 253;

  private static final int KIND = Sockets.SOCK_SEQPACKET | Sockets.SOCK_CLOEXEC;
  private static final int MOST_RECEIVED = 16;

  /** Where the descriptors start in a control message: CMSG_DATA, the header being aligned. */
  private static final long FIRST = cmsghdr.sizeof();

  /** poll(2), struct pollfd: a descriptor, what is asked for, what is. */
  private static final int POLLFD = 8;

  private static final int REVENTS = 6;
  private static final int POLLHUP = 0x10;

  private PacketSocket() {}

  /**
   * A packet that was received.
   *
   * @param bytes its content
   * @param descriptors what came with it, close-on-exec; all or none
   * @param lost whether descriptors came for which the process had no room: none is kept then
   */
  public record Packet(ByteBuffer bytes, List<Descriptor> descriptors, boolean lost) {}

  /** A connected pair, both ends close-on-exec. */
  public static Descriptor[] pair() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(JAVA_INT, 2);
      LinuxException.check(
          "socketpair", Kernel.host().call("socketpair", Sockets.AF_UNIX, KIND, 0, pair.address()));
      return new Descriptor[] {
        new Descriptor(pair.getAtIndex(JAVA_INT, 0)), new Descriptor(pair.getAtIndex(JAVA_INT, 1))
      };
    }
  }

  /**
   * Sends one packet.
   *
   * @param socket where to
   * @param bytes its content
   * @param descriptors what goes with it; they stay open here
   * @return the size, or a negative errno: {@code -EAGAIN} when the other end does not keep up
   */
  public static long send(
      Descriptor socket, byte[] bytes, List<? extends PassedDescriptor> descriptors) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment header = header(arena, arena.allocateFrom(JAVA_BYTE, bytes));
      if (!descriptors.isEmpty()) {
        MemorySegment control = control(arena, header, descriptors.size());
        cmsghdr.cmsg_len(control, FIRST + JAVA_INT.byteSize() * descriptors.size());
        cmsghdr.cmsg_level(control, Sockets.SOL_SOCKET);
        cmsghdr.cmsg_type(control, Sockets.SCM_RIGHTS);
        for (int i = 0; i < descriptors.size(); i++) {
          control.set(JAVA_INT, FIRST + JAVA_INT.byteSize() * i, descriptors.get(i).number());
        }
      }
      return Kernel.host()
          .call(
              "sendmsg",
              socket.number(),
              header.address(),
              Sockets.MSG_NOSIGNAL | Sockets.MSG_DONTWAIT);
    }
  }

  /**
   * Receives one packet without waiting.
   *
   * @param socket where from
   * @param buffer room for its content, used for each packet in turn
   * @return the packet; empty bytes at the end of the stream; null when there is none now
   * @throws LinuxException on any other error, also when descriptors (EMFILE) or bytes (EMSGSIZE)
   *     were lost
   */
  public static @Nullable Packet receive(Descriptor socket, MemorySegment buffer) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment header = header(arena, buffer);
      MemorySegment control = control(arena, header, MOST_RECEIVED);
      long size =
          Kernel.host()
              .call(
                  "recvmsg",
                  socket.number(),
                  header.address(),
                  Sockets.MSG_DONTWAIT | Sockets.MSG_CMSG_CLOEXEC);
      if (size == -Errno.EAGAIN || size == -Errno.EINTR) {
        return null;
      }
      LinuxException.check("recvmsg", size);
      List<Descriptor> descriptors = descriptors(header, control);
      boolean lost = (msghdr.msg_flags(header) & Sockets.MSG_CTRUNC) != 0;
      boolean cut = (msghdr.msg_flags(header) & Sockets.MSG_TRUNC) != 0;
      if (lost || cut) {
        descriptors.forEach(Descriptor::close);
      }
      if (cut) {
        throw new LinuxException("recvmsg", Errno.EMSGSIZE);
      }
      byte[] bytes = buffer.asSlice(0, size).toArray(JAVA_BYTE);
      return new Packet(ByteBuffer.wrap(bytes), lost ? List.of() : descriptors, lost);
    }
  }

  /**
   * Whether the other end is closed, even if packets from it are yet to be received.
   *
   * @param socket this end
   */
  public static boolean isHungUp(Descriptor socket) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment poll = arena.allocate(POLLFD, JAVA_INT.byteAlignment()); // no events: only ends
      poll.set(JAVA_INT, 0, socket.number());
      MemorySegment now = arena.allocate(2L * Long.BYTES, Long.BYTES); // struct timespec
      long ready = Kernel.host().call("ppoll", poll.address(), 1, now.address(), 0, 0);
      return ready > 0 && (poll.get(JAVA_SHORT, REVENTS) & POLLHUP) != 0;
    }
  }

  private static MemorySegment header(Arena arena, MemorySegment content) {
    MemorySegment vector = iovec.allocate(arena);
    iovec.iov_base(vector, content);
    iovec.iov_len(vector, content.byteSize());
    MemorySegment header = msghdr.allocate(arena);
    msghdr.msg_iov(header, vector);
    msghdr.msg_iovlen(header, 1);
    return header;
  }

  private static MemorySegment control(Arena arena, MemorySegment header, int descriptors) {
    long size = FIRST + JAVA_INT.byteSize() * descriptors;
    long aligned = (size + Long.BYTES - 1) & -Long.BYTES; // CMSG_ALIGN
    MemorySegment control = arena.allocate(aligned, Long.BYTES);
    msghdr.msg_control(header, control);
    msghdr.msg_controllen(header, aligned);
    return control;
  }

  private static List<Descriptor> descriptors(MemorySegment header, MemorySegment control) {
    List<Descriptor> descriptors = new ArrayList<>();
    if (msghdr.msg_controllen(header) >= FIRST
        && cmsghdr.cmsg_level(control) == Sockets.SOL_SOCKET
        && cmsghdr.cmsg_type(control) == Sockets.SCM_RIGHTS) {
      for (long at = FIRST; at < cmsghdr.cmsg_len(control); at += JAVA_INT.byteSize()) {
        descriptors.add(new Descriptor(control.get(JAVA_INT, at)));
      }
    }
    return descriptors;
  }
}
