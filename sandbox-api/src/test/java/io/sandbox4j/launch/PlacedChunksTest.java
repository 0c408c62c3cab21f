/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacedChunksTest {
  private final PlanBuilder plan = new PlanBuilder();
  private final PlacedChunks data = new PlacedChunks();

  @Test
  void a_chunk_keeps_its_place_however_many_there_are() {
    List<Chunk> chunks = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      Chunk chunk = i % 3 == 0 ? Chunk.constant(new byte[i % 40], "c") : plan.room(i % 40, "r");
      chunks.add(chunk);
      places.add(data.place(chunk));
    }
    for (int i = 0; i < chunks.size(); i++) {
      assertEquals(places.get(i), data.place(chunks.get(i)));
    }
  }

  @Test
  void no_two_lie_upon_each_other_and_none_at_0_which_means_none() {
    int end = 8;
    for (int i = 0; i < 1000; i++) {
      int size = i % 23;
      int place = data.place(plan.room(size, "r"));
      assertTrue(place >= end, "place " + place + " before " + end);
      assertEquals(0, place % 8);
      end = place + size;
    }
    assertTrue(data.size() >= end);
  }

  @Test
  void chunks_with_one_content_are_two() {
    Set<Integer> places = new HashSet<>();
    places.add(data.place(plan.room(8, "a")));
    places.add(data.place(plan.room(8, "a")));
    assertEquals(2, places.size());
  }

  @Test
  void what_is_pointed_to_is_placed_with_its_own_targets() {
    Chunk last = plan.terminated("end".getBytes(StandardCharsets.UTF_8), "end");
    Chunk middle = plan.room(8, "m").pointer(0, last);
    Chunk first = plan.room(16, "f").pointer(8, middle);
    int at = data.place(first);
    assertEquals(2, data.placeTargets());
    ByteBuffer out = ByteBuffer.allocate(16 + data.size()).order(ByteOrder.LITTLE_ENDIAN);
    data.write(out, 16);
    assertEquals(at + 8, out.getInt(0));
    assertEquals(data.place(middle), out.getInt(4));
    assertEquals(data.place(middle), out.getInt(8));
    assertEquals(data.place(last), out.getInt(12));
    assertEquals('e', out.get(16 + data.place(last)));
  }

  @Test
  void a_constant_shared_by_plans_does_not_change() {
    Chunk shared = Chunk.constant(new byte[16], "shared");
    assertThrows(IllegalStateException.class, () -> shared.put16(0, 1));
    assertThrows(IllegalStateException.class, () -> shared.put32(0, 1));
    assertThrows(IllegalStateException.class, () -> shared.put64(0, 1));
    assertThrows(IllegalStateException.class, () -> shared.pointer(0, plan.room(8, "r")));
  }
}
