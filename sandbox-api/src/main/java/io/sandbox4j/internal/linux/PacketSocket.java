/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Unix sockets that carry packets and descriptors: SOCK_SEQPACKET and SCM_RIGHTS, unix(7). */
public final class PacketSocket {
  /** How many descriptors one packet carries at most (SCM_MAX_FD). */
  public static final int MOST_DESCRIPTORS = 253;

  private static final int AF_UNIX = 1;
  private static final int SEQPACKET = 5;
  private static final int CLOEXEC = 0x80000;
  private static final int DONTWAIT = 0x40;
  private static final int NOSIGNAL = 0x4000;
  private static final int CMSG_CLOEXEC = 0x40000000;
  private static final int CTRUNC = 8;
  private static final int HEADER = 56; // struct msghdr on LP64
  private static final int CMSG = 16; // struct cmsghdr on LP64

  private PacketSocket() {}

  /**
   * A packet that was received.
   *
   * @param bytes its content
   * @param descriptors what came with it, close-on-exec
   */
  public record Packet(ByteBuffer bytes, List<Descriptor> descriptors) {}

  /** A connected pair, both ends close-on-exec. */
  public static Descriptor[] pair() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(JAVA_INT, 2);
      LinuxException.check(
          "socketpair", Kernel.host().call("socketpair", AF_UNIX, SEQPACKET | CLOEXEC, 0, pair.address()));
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
  public static long send(Descriptor socket, byte[] bytes, List<Descriptor> descriptors) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment header = header(arena, arena.allocateFrom(JAVA_BYTE, bytes));
      if (!descriptors.isEmpty()) {
        long size = CMSG + 4L * descriptors.size();
        MemorySegment control = arena.allocate((size + 7) & ~7, 8);
        control.set(JAVA_LONG, 0, size);
        control.set(JAVA_INT, 8, 1); // SOL_SOCKET
        control.set(JAVA_INT, 12, 1); // SCM_RIGHTS
        for (int i = 0; i < descriptors.size(); i++) {
          control.set(JAVA_INT, CMSG + 4L * i, descriptors.get(i).number());
        }
        header.set(ADDRESS, 32, control);
        header.set(JAVA_LONG, 40, control.byteSize());
      }
      return Kernel.host().call("sendmsg", socket.number(), header.address(), NOSIGNAL | DONTWAIT);
    }
  }

  /**
   * Receives one packet without waiting.
   *
   * @param socket where from
   * @param buffer room for its content, used for each packet in turn
   * @return the packet; empty bytes at the end of the stream; null when there is none now
   * @throws LinuxException on any other error, also when descriptors were lost
   */
  public static @org.jspecify.annotations.Nullable Packet receive(Descriptor socket, MemorySegment buffer) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment header = header(arena, buffer);
      MemorySegment control = arena.allocate(CMSG + 4L * 16, 8);
      header.set(ADDRESS, 32, control);
      header.set(JAVA_LONG, 40, control.byteSize());
      long size = Kernel.host().call("recvmsg", socket.number(), header.address(), DONTWAIT | CMSG_CLOEXEC);
      if (size == -Errno.EAGAIN || size == -Errno.EINTR) {
        return null;
      }
      LinuxException.check("recvmsg", size);
      List<Descriptor> descriptors = new ArrayList<>();
      if (header.get(JAVA_LONG, 40) >= CMSG && control.get(JAVA_INT, 12) == 1) {
        int count = (int) (control.get(JAVA_LONG, 0) - CMSG) / 4;
        for (int i = 0; i < count; i++) {
          descriptors.add(new Descriptor(control.get(JAVA_INT, CMSG + 4L * i)));
        }
      }
      if ((header.get(JAVA_INT, 48) & CTRUNC) != 0) {
        descriptors.forEach(Descriptor::close);
        throw new LinuxException("recvmsg", Errno.EMFILE);
      }
      byte[] bytes = buffer.asSlice(0, size).toArray(JAVA_BYTE);
      return new Packet(ByteBuffer.wrap(bytes), descriptors);
    }
  }

  private static MemorySegment header(Arena arena, MemorySegment content) {
    MemorySegment vector = arena.allocate(16, 8);
    vector.set(ADDRESS, 0, content);
    vector.set(JAVA_LONG, 8, content.byteSize());
    MemorySegment header = arena.allocate(HEADER, 8);
    header.set(ADDRESS, 16, vector);
    header.set(JAVA_LONG, 24, 1);
    return header;
  }
}
