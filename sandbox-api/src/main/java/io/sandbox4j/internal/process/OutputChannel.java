/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.CapturedOutput;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Epoll;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Transfers;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of one output pipe. Everything is read and counted on the loop; what is kept goes
 * to memory or to a bounded buffer for a reader. Fields belong to the loop.
 */
final class OutputChannel {
  private static final int FIRST_ROOM = 256;
  private static final int ENOUGH = 16; // reads in a row, so that one flood starves nobody

  private final EventLoop loop;
  private final Descriptor end;
  private final OutputBudget budget;
  private final long keep;
  private final @Nullable StreamBuffer buffer;
  private final ByteArrayOutputStream kept;
  private final CompletableFuture<CapturedOutput> done = new CompletableFuture<>();
  private long total;
  private long token;
  private boolean paused;
  private boolean lastBytes;
  private boolean finished;

  private OutputChannel(
      EventLoop loop, Descriptor end, OutputBudget budget, long keep, boolean buffered) {
    this.loop = loop;
    this.end = end;
    this.budget = budget;
    this.keep = keep;
    this.kept = new ByteArrayOutputStream((int) Math.min(keep, FIRST_ROOM));
    this.buffer = buffered ? new StreamBuffer(() -> loop.execute(this::goOn)) : null;
  }

  /** Keeps the first bytes, counts the rest. */
  static OutputChannel keeping(EventLoop loop, Descriptor end, OutputBudget budget, long keep) {
    return new OutputChannel(loop, end, budget, keep, false);
  }

  /** Hands everything to a reader; the program waits when he is slow. */
  static OutputChannel buffered(EventLoop loop, Descriptor end, OutputBudget budget) {
    return new OutputChannel(loop, end, budget, 0, true);
  }

  /** Begins to read. */
  void open() {
    token = loop.add(end, Epoll.IN, _ -> ready());
  }

  /** What was kept, once the pipe is at its end. */
  CompletableFuture<CapturedOutput> done() {
    return done;
  }

  /** The reader's side, or null. */
  @Nullable StreamBuffer buffer() {
    return buffer;
  }

  private void ready() {
    for (int i = 0; i < ENOUGH && !finished; i++) {
      if (!readOnce()) {
        return;
      }
    }
  }

  /** False when there is nothing to read now, or no room. */
  private boolean readOnce() {
    int room = buffer == null || lastBytes ? StreamBuffer.CAPACITY : buffer.room();
    if (room == 0) {
      if (!paused) {
        paused = true;
        loop.remove(end, token); // with nothing to wait for, a closed pipe would still be ready
      }
      return false;
    }
    MemorySegment target = loop.buffer().asSlice(0, room);
    long size = Transfers.read(end.number(), target);
    if (size == -Errno.EAGAIN || size == -Errno.EINTR) {
      return false;
    }
    if (size <= 0) {
      finish();
      return false;
    }
    total += size;
    budget.count(size);
    if (buffer != null) {
      if (!budget.isExceeded()) {
        buffer.put(target, (int) size);
      }
    } else if (kept.size() < keep) {
      int part = (int) Math.min(size, keep - kept.size());
      byte[] bytes = target.asSlice(0, part).toArray(ValueLayout.JAVA_BYTE);
      kept.write(bytes, 0, bytes.length);
    }
    return true;
  }

  private void goOn() {
    if (paused && !finished) {
      paused = false;
      open();
    }
  }

  /**
   * The run is over: takes what is still in the pipe, at most what a pipe holds, and closes it.
   * With a descendant left running the pipe stays open as long as it has a reader.
   */
  void runEnded() {
    lastBytes = true;
    int reads = 0;
    while (reads < ENOUGH && !finished && readOnce()) {
      reads++;
    }
    lastBytes = false;
    if (buffer == null) {
      finish();
    }
  }

  /** Nobody will read any more. */
  void abandon() {
    finish();
  }

  private void finish() {
    if (finished) {
      return;
    }
    finished = true;
    loop.remove(end, token);
    end.close();
    if (buffer != null) {
      buffer.end();
    }
    done.complete(new CapturedOutput(kept.toByteArray(), total));
  }
}
