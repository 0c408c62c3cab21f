/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** This JVM is the program: two pages of its own, and a third that nobody may touch. */
class GuestMemoryTest {
  private static final int PAGE = 4096;
  private static final int PROT_NONE = 0;
  private static final int PROT_READ = 1;
  private static final int READ_WRITE = 3;
  private static final int PRIVATE_ANONYMOUS = 0x22;

  private final AtomicInteger asked = new AtomicInteger();
  private final int thread = (int) Kernel.host().call("gettid");
  private final GuestMemory memory = new GuestMemory(thread, () -> asked.incrementAndGet() > 0);
  private long pages;

  @BeforeEach
  void map() {
    pages =
        LinuxException.check(
            "mmap", Kernel.host().call("mmap", 0, 3 * PAGE, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0));
    protect(2, PROT_NONE);
  }

  @AfterEach
  void unmap() {
    Kernel.host().call("munmap", pages, 3 * PAGE);
  }

  private void protect(int page, int protection) {
    LinuxException.check(
        "mprotect", Kernel.host().call("mprotect", pages + (long) page * PAGE, PAGE, protection));
  }

  @SuppressWarnings("restricted")
  private MemorySegment ours() {
    return MemorySegment.ofAddress(pages).reinterpret(2 * PAGE);
  }

  private void put(int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    MemorySegment.copy(bytes, 0, ours(), JAVA_BYTE, at, bytes.length);
  }

  private static void fails(int errno, Executable action) {
    assertEquals(errno, assertThrows(LinuxException.class, action).errno());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Nested
  class Reading {
    @Test
    void gives_the_bytes_and_asks_whether_they_are_the_callers() {
      put(10, "some bytes");
      assertArrayEquals(bytes("some bytes"), memory.read(pages + 10, 10));
      assertEquals(1, asked.get());
    }

    @Test
    void the_bytes_of_a_caller_that_waits_no_longer_are_given_to_nobody() {
      GuestMemory strangers = new GuestMemory(thread, () -> false);
      fails(Errno.ESRCH, () -> strangers.read(pages, 1));
      fails(Errno.ESRCH, () -> strangers.string(pages, 10));
    }

    @Test
    void the_question_comes_after_the_copy() {
      put(0, "before");
      GuestMemory changing =
          new GuestMemory(
              thread,
              () -> {
                put(0, "after!");
                return true;
              });
      assertArrayEquals(bytes("before"), changing.read(pages, 6));
      put(0, "before");
      assertArrayEquals(bytes("before"), changing.string(pages, 10));
    }

    @Test
    void what_cannot_be_read_is_a_fault_and_never_part_of_the_answer() {
      fails(Errno.EFAULT, () -> memory.read(pages + 2 * PAGE - 4, 8));
      fails(Errno.EFAULT, () -> memory.read(0, 1));
      fails(Errno.EFAULT, () -> memory.read(-1, 1));
      fails(Errno.EFAULT, () -> memory.read(Long.MIN_VALUE, 1));
    }

    @Test
    void some_of_it_ends_where_the_program_could_not_read_either() {
      put(2 * PAGE - 4, "last");
      assertArrayEquals(bytes("last"), memory.readSome(pages + 2 * PAGE - 4, 100));
      assertEquals(0, memory.readSome(0, 100).length);
    }

    @Test
    void lengths_are_bounded_before_memory_is_taken_for_them() {
      assertThrows(IllegalArgumentException.class, () -> memory.read(pages, GuestMemory.MOST + 1));
      assertThrows(IllegalArgumentException.class, () -> memory.read(pages, -1));
      assertThrows(IllegalArgumentException.class, () -> memory.string(pages, 1 << 30));
    }

    @Test
    void a_thread_that_is_not_there_is_gone() {
      GuestMemory nobodys = new GuestMemory(0, () -> true);
      fails(Errno.ESRCH, () -> nobodys.read(pages, 1));
    }
  }

  @Nested
  class Strings {
    @Test
    void end_before_their_nul() {
      put(7, "/etc/passwd\0rest");
      assertArrayEquals(bytes("/etc/passwd"), memory.string(pages + 7, GuestMemory.PATH_MAX));
    }

    @Test
    void go_over_a_page() {
      put(PAGE - 3, "abcdef\0");
      assertArrayEquals(bytes("abcdef"), memory.string(pages + PAGE - 3, 100));
    }

    @Test
    void may_end_with_the_last_byte_that_there_is() {
      put(2 * PAGE - 3, "ab\0");
      assertArrayEquals(bytes("ab"), memory.string(pages + 2 * PAGE - 3, GuestMemory.PATH_MAX));
    }

    @Test
    void that_leave_the_memory_are_a_fault() {
      put(2 * PAGE - 3, "abc");
      fails(Errno.EFAULT, () -> memory.string(pages + 2 * PAGE - 3, GuestMemory.PATH_MAX));
    }

    @Test
    void are_as_long_as_asked_for_with_their_nul_and_no_longer() {
      byte[] long4095 = new byte[GuestMemory.PATH_MAX];
      Arrays.fill(long4095, (byte) 'x');
      MemorySegment.copy(long4095, 0, ours(), JAVA_BYTE, 1, long4095.length);
      fails(Errno.ENAMETOOLONG, () -> memory.string(pages + 1, GuestMemory.PATH_MAX));
      assertEquals(GuestMemory.PATH_MAX - 1, memory.string(pages + 2, GuestMemory.PATH_MAX).length);
    }
  }

  @Nested
  class Writing {
    @Test
    void puts_the_bytes_there() {
      memory.write(pages + PAGE - 2, bytes("1234"));
      assertArrayEquals(bytes("1234"), memory.read(pages + PAGE - 2, 4));
    }

    @Test
    void changes_nothing_of_a_caller_that_waits_no_longer() {
      put(0, "mine");
      fails(Errno.ESRCH, () -> new GuestMemory(thread, () -> false).write(pages, bytes("evil")));
      assertArrayEquals(bytes("mine"), memory.read(pages, 4));
    }

    @Test
    void where_nothing_is_mapped_is_a_fault() {
      fails(Errno.EFAULT, () -> memory.write(16, bytes("x")));
    }

    @Test
    void reaches_private_memory_that_the_program_may_only_read() {
      protect(1, PROT_READ);
      memory.write(pages + PAGE, bytes("x"));
      assertArrayEquals(bytes("x"), memory.read(pages + PAGE, 1));
    }
  }
}
