/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.internal.linux.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** The two steps that go through a {@code cgroup.procs}, as {@code words.c} does them. */
final class ListedProcesses {
  private static final int TEXT = 4096;
  private static final int PASSES = 4;
  private static final int SIGKILL = 9;

  private static final int DIGITS = 24;

  private final Calls calls;
  private final SimulatedData data;
  private @Nullable MemorySegment list;
  private @Nullable MemorySegment number;

  /** How a call is made and noted. */
  @FunctionalInterface
  interface Calls {
    long call(String name, long... arguments);
  }

  ListedProcesses(Calls calls, SimulatedData data) {
    this.calls = calls;
    this.data = data;
  }

  /** SIGKILL to every listed process; again while there was any. */
  long kill(long from) {
    long count = forEach((int) from, pid -> calls.call("kill", pid, SIGKILL));
    return count > 0 ? -Errno.EAGAIN : count;
  }

  /** Writes every listed pid to another list, a few times over. */
  long move(long from, long target) {
    long count = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      count = forEach((int) from, pid -> Math.min(0, write((int) target, pid)));
      if (count < 0) {
        return count;
      }
    }
    return count;
  }

  private long write(int target, int pid) {
    // As put_decimal takes it: an unsigned number.
    byte[] digits = Long.toUnsignedString(pid).getBytes(StandardCharsets.US_ASCII);
    MemorySegment text = number == null ? data.room(DIGITS) : number;
    number = text;
    MemorySegment.copy(digits, 0, text, ValueLayout.JAVA_BYTE, 0, digits.length);
    return calls.call("write", target, text.address(), digits.length);
  }

  private long forEach(int file, IntToLongFunction each) {
    MemorySegment text = list == null ? data.room(TEXT) : list;
    list = text;
    long count = 0;
    long offset = 0;
    long pid = 0;
    boolean digits = false;
    while (true) {
      long size = calls.call("pread64", file, text.address(), TEXT, offset);
      if (size <= 0) {
        return size < 0 ? size : count;
      }
      for (long i = 0; i < size; i++) {
        int letter = text.get(ValueLayout.JAVA_BYTE, i);
        if (letter >= '0' && letter <= '9') {
          pid = pid * 10 + (letter - '0');
          digits = true;
        } else if (digits) {
          long result = pid > 0 ? each.applyAsLong((int) pid) : 0;
          if (result < 0 && result != -Errno.ESRCH) {
            return result;
          }
          count++;
          pid = 0;
          digits = false;
        }
      }
      offset += size;
    }
  }
}
