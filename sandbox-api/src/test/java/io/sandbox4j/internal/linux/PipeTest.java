/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.generated.Uapi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipeTest {
  private final Pipe pipe = Pipe.open();

  @AfterEach
  void close() {
    pipe.readEnd().close();
    pipe.writeEnd().close();
  }

  @Test
  void carries_bytes_and_then_the_end() {
    Transfers.writeAll(pipe.writeEnd().number(), new byte[] {1, 2, 3});
    pipe.writeEnd().close();
    byte[] read = new byte[3];
    assertEquals(3, Transfers.read(pipe.readEnd().number(), read, 0, 3));
    assertArrayEquals(new byte[] {1, 2, 3}, read);
    assertEquals(0, Transfers.read(pipe.readEnd().number(), read, 0, 3));
  }

  @Test
  void is_closed_in_programs_that_are_executed() {
    long flags = Kernel.host().call("fcntl", pipe.readEnd().number(), Uapi.F_GETFD);
    assertEquals(Uapi.FD_CLOEXEC, flags);
  }

  @Test
  void one_end_that_does_not_wait_leaves_the_other_as_it_was() {
    Pipe.nonBlocking(pipe.readEnd());
    assertEquals(-Errno.EAGAIN, Transfers.read(pipe.readEnd().number(), new byte[1], 0, 1));
    long other = Kernel.host().call("fcntl", pipe.writeEnd().number(), Uapi.F_GETFL);
    assertEquals(0, other & Uapi.O_NONBLOCK);
  }

  @Test
  void takes_as_much_as_it_was_told() {
    assertEquals(1 << 14, Pipe.capacity(pipe.writeEnd(), 1 << 14));
    Pipe.nonBlocking(pipe.writeEnd());
    byte[] more = new byte[1 << 15];
    assertEquals(1 << 14, Transfers.write(pipe.writeEnd().number(), more, 0, more.length));
  }

  @Test
  void an_end_is_closed_once() {
    int number = pipe.readEnd().number();
    pipe.readEnd().close();
    try (Descriptor next =
        Descriptor.of("dup", Kernel.host().call("dup", pipe.writeEnd().number()))) {
      assertEquals(number, next.number());
      pipe.readEnd().close(); // must not hit the descriptor that has the number now
      assertTrue(Kernel.host().call("fcntl", next.number(), Uapi.F_GETFD) >= 0);
    }
    assertThrows(IllegalStateException.class, pipe.readEnd()::number);
  }
}
