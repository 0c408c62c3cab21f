/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.GuestMemory;
import io.sandbox4j.internal.linux.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether a call is the one that was interrupted, by what its pointers lead to. */
class SeenMemoryTest {
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment program = arena.allocate(64);
  private final GuestMemory memory =
      new GuestMemory((int) Kernel.host().call("gettid"), () -> true);
  private final SeenMemory seen = new SeenMemory();

  @AfterEach
  void free() {
    arena.close();
  }

  private void look(int at, int length) {
    long address = program.address() + at;
    seen.add(address, memory.read(address, length));
  }

  @Test
  void it_is_while_nothing_has_changed() {
    look(0, 8);
    look(16, 8);
    program.set(JAVA_BYTE, 40, (byte) 1); // nobody looked there
    assertTrue(seen.isStill(memory));
  }

  @Test
  void it_is_not_when_one_byte_has() {
    look(0, 8);
    look(16, 8);
    program.set(JAVA_BYTE, 23, (byte) 1);
    assertFalse(seen.isStill(memory));
  }

  @Test
  void the_nul_of_a_string_counts() {
    program.setString(0, "/short");
    seen.addString(program.address(), memory.string(program.address(), 64));
    assertTrue(seen.isStill(memory));
    program.setString(0, "/short/and/longer");
    assertFalse(seen.isStill(memory));
  }

  @Test
  void what_the_handler_has_changed_itself_does_not_count() {
    look(0, 8);
    seen.isWritten(program.address() + 7, 4);
    program.set(JAVA_BYTE, 0, (byte) 1);
    assertTrue(seen.isStill(memory));
  }

  @Test
  void it_is_not_when_the_memory_is_gone() {
    seen.add(16, new byte[4]);
    assertFalse(seen.isStill(memory));
  }
}
