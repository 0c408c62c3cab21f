/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.generated.Uapi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PacketSocketTest {
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment buffer = arena.allocate(64);
  private final Descriptor[] pair = PacketSocket.pair();

  @AfterEach
  void close() {
    pair[0].close();
    pair[1].close();
    arena.close();
  }

  private PacketSocket.Packet receive() {
    PacketSocket.Packet packet = PacketSocket.receive(pair[1], buffer);
    assertNotNull(packet);
    return packet;
  }

  private void send(String text, Descriptor... descriptors) {
    byte[] bytes = text.getBytes(UTF_8);
    assertEquals(bytes.length, PacketSocket.send(pair[0], bytes, List.of(descriptors)));
  }

  @Nested
  class The_other_end {
    @Test
    void is_there_until_it_is_closed() {
      assertFalse(PacketSocket.isHungUp(pair[1]));
      send("still to be read");
      assertFalse(PacketSocket.isHungUp(pair[1]));
      pair[0].close();
      assertTrue(PacketSocket.isHungUp(pair[1]));
    }
  }

  @Nested
  class Packets {
    @Test
    void keep_their_bounds() {
      send("one");
      send("three");
      assertEquals("one", UTF_8.decode(receive().bytes()).toString());
      assertEquals("three", UTF_8.decode(receive().bytes()).toString());
    }

    @Test
    void are_absent_when_none_came() {
      assertNull(PacketSocket.receive(pair[1], buffer));
    }

    @Test
    void are_empty_at_the_end_of_the_stream() {
      pair[0].close();
      assertFalse(receive().bytes().hasRemaining());
    }

    @Test
    void too_long_for_the_buffer_are_an_error() {
      send("x".repeat(65));
      LinuxException failure = assertThrows(LinuxException.class, () -> receive());
      assertEquals(Errno.EMSGSIZE, failure.errno());
    }

    @Test
    void to_a_closed_end_are_refused_without_a_signal() {
      pair[1].close();
      assertEquals(-Errno.EPIPE, PacketSocket.send(pair[0], new byte[1], List.of()));
    }

    @Test
    void beyond_what_the_other_end_takes_are_refused() {
      long result = 0;
      for (int i = 0; i < 100_000 && result >= 0; i++) {
        result = PacketSocket.send(pair[0], new byte[64], List.of());
      }
      assertEquals(-Errno.EAGAIN, result);
    }
  }

  @Nested
  class Descriptors {
    @Test
    void arrive_in_order_as_copies_of_the_same_files() {
      try (Descriptor first = Memfd.data("a", new byte[1]);
          Descriptor second = Memfd.data("b", new byte[2])) {
        send("files", first, second);
        List<Descriptor> got = receive().descriptors();
        assertEquals(2, got.size());
        assertNotEquals(first.number(), got.get(0).number());
        assertEquals(FileStatus.of(Kernel.host(), first), FileStatus.of(Kernel.host(), got.get(0)));
        assertEquals(2, FileStatus.of(Kernel.host(), got.get(1)).size());
        got.forEach(Descriptor::close);
      }
    }

    @Test
    void arrive_close_on_exec() {
      send("mine", pair[0]);
      try (Descriptor copy = receive().descriptors().getFirst()) {
        assertEquals(Uapi.FD_CLOEXEC, Kernel.host().call("fcntl", copy.number(), Uapi.F_GETFD));
      }
    }

    @Test
    void more_than_there_is_room_for_are_lost_and_none_stays_open() {
      long before = openDescriptors();
      send("many", Collections.nCopies(17, pair[0]).toArray(Descriptor[]::new));
      PacketSocket.Packet packet = receive();
      assertTrue(packet.lost());
      assertEquals(List.of(), packet.descriptors());
      assertEquals(before, openDescriptors());
    }

    @Test
    void travel_up_to_the_kernels_limit() {
      List<Descriptor> most = Collections.nCopies(PacketSocket.MOST_DESCRIPTORS, pair[0]);
      assertEquals(1, PacketSocket.send(pair[0], new byte[1], most));
      List<Descriptor> tooMany = Collections.nCopies(PacketSocket.MOST_DESCRIPTORS + 1, pair[0]);
      assertEquals(-Errno.EINVAL, PacketSocket.send(pair[0], new byte[1], tooMany));
    }

    private static long openDescriptors() {
      try (Descriptor listing =
          Descriptor.of(
              "openat",
              Files.host().openat(Uapi.AT_FDCWD, "/proc/self/fd", OpenFlags.O_DIRECTORY, 0))) {
        return DirectoryListing.of(Kernel.host(), listing, 100_000).size();
      }
    }
  }
}
