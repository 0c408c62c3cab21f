/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EpollTest {
  private final Arena arena = Arena.ofConfined();
  private final Epoll epoll = new Epoll(arena, 2);
  private final Pipe pipe = Pipe.open();

  @AfterEach
  void close() {
    pipe.readEnd().close();
    pipe.writeEnd().close();
    epoll.close();
    arena.close();
  }

  private Map<Long, Integer> ready() {
    Map<Long, Integer> ready = new HashMap<>();
    assertEquals(epoll.await(0, ready::put), ready.size());
    return ready;
  }

  @Test
  void reports_what_is_ready_under_its_whole_token() {
    long token = 0x8765_4321_0fed_cba9L;
    epoll.add(pipe.readEnd().number(), Epoll.IN, token);
    assertEquals(Map.of(), ready());
    Transfers.writeAll(pipe.writeEnd().number(), new byte[1]);
    assertEquals(Map.of(token, Epoll.IN), ready());
  }

  @Test
  void reports_several_at_once_up_to_its_room() {
    Transfers.writeAll(pipe.writeEnd().number(), new byte[1]);
    epoll.add(pipe.readEnd().number(), Epoll.IN, 1);
    epoll.add(pipe.writeEnd().number(), Epoll.OUT, 2);
    assertEquals(Map.of(1L, Epoll.IN, 2L, Epoll.OUT), ready());
  }

  @Test
  void reports_the_closed_other_end() {
    epoll.add(pipe.readEnd().number(), 0, 1);
    pipe.writeEnd().close();
    assertEquals(Map.of(1L, Epoll.HUP), ready());
  }

  @Test
  void follows_a_change_of_interest_and_of_token() {
    epoll.add(pipe.writeEnd().number(), 0, 1);
    assertEquals(Map.of(), ready());
    epoll.modify(pipe.writeEnd().number(), Epoll.OUT, 2);
    assertEquals(Map.of(2L, Epoll.OUT), ready());
    epoll.remove(pipe.writeEnd().number());
    assertEquals(Map.of(), ready());
  }

  @Test
  void waits_as_long_as_it_was_told() {
    long start = Clock.monotonicNanos(Kernel.host());
    assertEquals(0, epoll.await(30, (token, events) -> {}));
    assertTrue(Clock.monotonicNanos(Kernel.host()) - start >= 30_000_000);
  }
}
