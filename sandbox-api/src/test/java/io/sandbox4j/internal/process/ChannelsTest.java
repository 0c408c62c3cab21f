/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.CapturedOutput;
import io.sandbox4j.internal.linux.Pipe;
import io.sandbox4j.internal.linux.Transfers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both directions of a program's streams over real pipes; the test is the program. */
@Timeout(30)
class ChannelsTest {
  private static final long UNLIMITED = Long.MAX_VALUE;

  private final EventLoop loop = new EventLoop();
  private final Pipe pipe = Pipe.open();
  private final AtomicInteger exceeded = new AtomicInteger();

  @AfterEach
  void end() {
    settle();
    loop.close();
    pipe.readEnd().close();
    pipe.writeEnd().close();
  }

  private void settle() {
    onLoop(() -> {});
  }

  private void onLoop(Runnable task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(() -> {
      task.run();
      done.complete(null);
    });
    done.join();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    return bytes;
  }

  /** As a program prints: waits while the pipe is full. */
  private void print(byte[] bytes) {
    for (int done = 0; done < bytes.length; ) {
      long size = Transfers.write(pipe.writeEnd().number(), bytes, done, bytes.length - done);
      assertTrue(size > 0, "write: " + size);
      done += (int) size;
    }
  }

  private OutputChannel keeping(long budget, long keep) {
    Pipe.nonBlocking(pipe.readEnd());
    OutputChannel channel =
        OutputChannel.keeping(
            loop, pipe.readEnd(), new OutputBudget(budget, exceeded::incrementAndGet), keep);
    channel.open();
    return channel;
  }

  private OutputChannel buffered(long budget) {
    Pipe.nonBlocking(pipe.readEnd());
    OutputChannel channel =
        OutputChannel.buffered(
            loop, pipe.readEnd(), new OutputBudget(budget, exceeded::incrementAndGet));
    channel.open();
    return channel;
  }

  @Nested
  class Output_that_is_kept {
    @Test
    void is_whole_when_the_pipe_ends() {
      OutputChannel channel = keeping(UNLIMITED, 1 << 20);
      byte[] printed = random(300_000);
      print(printed);
      pipe.writeEnd().close();
      CapturedOutput captured = channel.done().join();
      assertArrayEquals(printed, captured.bytes());
      assertFalse(captured.truncated());
    }

    @Test
    void is_cut_and_counted_and_never_stops_the_program() {
      OutputChannel channel = keeping(UNLIMITED, 1000);
      byte[] printed = random(300_000);
      print(printed);
      pipe.writeEnd().close();
      CapturedOutput captured = channel.done().join();
      assertArrayEquals(java.util.Arrays.copyOf(printed, 1000), captured.bytes());
      assertEquals(300_000, captured.total());
      assertTrue(captured.truncated());
    }

    @Test
    void of_nothing_is_nothing() {
      OutputChannel channel = keeping(UNLIMITED, 0);
      pipe.writeEnd().close();
      assertEquals(0, channel.done().join().total());
    }

    @Test
    void above_the_budget_is_told_once() {
      OutputChannel channel = keeping(100_000, 1 << 20);
      print(random(300_000));
      pipe.writeEnd().close();
      var _ = channel.done().join();
      assertEquals(1, exceeded.get());
    }

    @Test
    void is_given_at_the_runs_end_though_a_descendant_holds_the_pipe() {
      OutputChannel channel = keeping(UNLIMITED, 1 << 20);
      print(new byte[] {1, 2, 3});
      onLoop(channel::runEnded);
      assertArrayEquals(new byte[] {1, 2, 3}, channel.done().join().bytes());
      assertFalse(pipe.readEnd().isOpen());
    }
  }

  @Nested
  class Output_that_is_read {
    @Test
    void makes_the_program_wait_for_a_slow_reader() throws IOException {
      OutputChannel channel = buffered(UNLIMITED);
      byte[] printed = random(1_000_000);
      Thread program =
          Thread.ofPlatform()
              .start(() -> {
                print(printed);
                pipe.writeEnd().close();
              });
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] piece = new byte[777];
      int size;
      while ((size = channel.buffer().read(piece, 0, piece.length)) > 0) {
        out.write(piece, 0, size);
      }
      assertArrayEquals(printed, out.toByteArray());
      join(program);
    }

    @Test
    void that_nobody_reads_is_counted_to_its_end_once_the_reader_closes() {
      OutputChannel channel = buffered(UNLIMITED);
      Thread program =
          Thread.ofPlatform()
              .start(() -> {
                print(random(1_000_000));
                pipe.writeEnd().close();
              });
      channel.buffer().close();
      assertEquals(1_000_000, channel.done().join().total());
      join(program);
    }

    @Test
    void is_handed_out_after_the_runs_end() throws IOException {
      OutputChannel channel = buffered(UNLIMITED);
      print(new byte[] {1, 2, 3});
      pipe.writeEnd().close();
      onLoop(channel::runEnded);
      assertArrayEquals(new byte[] {1, 2, 3}, channel.buffer().readAllBytes());
    }

    @Test
    void above_the_budget_is_not_handed_out() throws IOException {
      OutputChannel channel = buffered(10);
      print(random(5000));
      pipe.writeEnd().close();
      assertEquals(5000, channel.done().join().total());
      assertEquals(0, channel.buffer().readAllBytes().length);
      assertEquals(1, exceeded.get());
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupt) {
      throw new AssertionError(interrupt);
    }
  }

  @Nested
  class Input {
    private InputChannel channel() {
      Pipe.nonBlocking(pipe.writeEnd());
      return new InputChannel(loop, pipe.writeEnd());
    }

    private byte[] readAll() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment room = arena.allocate(5000);
        long size;
        while ((size = Transfers.read(pipe.readEnd().number(), room)) > 0) {
          out.writeBytes(room.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE));
        }
      }
      return out.toByteArray();
    }

    @Test
    void an_endless_stream_is_not_read_on_after_the_runs_end() throws Exception {
      Pipe pipe = Pipe.open();
      Pipe.nonBlocking(pipe.writeEnd());
      InputChannel channel = new InputChannel(loop, pipe.writeEnd());
      CompletableFuture<Void> closed = new CompletableFuture<>();
      java.io.InputStream endless =
          new java.io.InputStream() {
            @Override
            public int read() {
              return 0;
            }

            @Override
            public void close() {
              closed.complete(null);
            }
          };
      Pumps.input(endless, channel);
      channel.runEnded();
      closed.get(10, java.util.concurrent.TimeUnit.SECONDS);
      pipe.readEnd().close();
    }

    @Test
    void larger_than_the_pipe_arrives_whole() throws Exception {
      InputChannel channel = channel();
      byte[] given = random(1_000_000);
      CompletableFuture<byte[]> arrived = new CompletableFuture<>();
      Thread.ofPlatform().start(() -> arrived.complete(readAll()));
      channel.write(given, 0, given.length);
      channel.close();
      assertArrayEquals(given, arrived.join());
    }

    @Test
    void that_nobody_reads_any_more_is_dropped() throws IOException {
      InputChannel channel = channel();
      pipe.readEnd().close();
      channel.write(random(1_000_000), 0, 1_000_000);
      channel.write(1);
      channel.close();
    }

    @Test
    void to_a_closed_stream_is_refused() throws IOException {
      InputChannel channel = channel();
      channel.close();
      channel.close();
      var refused = assertThrows(IOException.class, () -> channel.write(1));
      assertEquals("the program's stdin is closed", refused.getMessage());
      channel.write(new byte[0], 0, 0);
    }

    @Test
    void beyond_an_array_is_refused_before_anything_is_written() {
      InputChannel channel = channel();
      assertThrows(IndexOutOfBoundsException.class, () -> channel.write(new byte[2], 1, 2));
      channel.close();
      assertEquals(0, readAll().length);
    }

    @Test
    void that_waits_is_dropped_when_the_run_ends() throws InterruptedException {
      InputChannel channel = channel();
      CompletableFuture<Boolean> returned = new CompletableFuture<>();
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  channel.write(random(1_000_000), 0, 1_000_000);
                  returned.complete(true);
                } catch (IOException refused) {
                  returned.completeExceptionally(refused);
                }
              });
      channel.runEnded();
      assertTrue(returned.join());
      writer.join();
    }

    @Test
    void whose_writer_is_interrupted_keeps_the_interrupt() throws InterruptedException {
      InputChannel channel = channel();
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  channel.write(random(1_000_000), 0, 1_000_000);
                  interrupted.completeExceptionally(new AssertionError("all was written"));
                } catch (InterruptedIOException interrupt) {
                  interrupted.complete(Thread.currentThread().isInterrupted());
                } catch (IOException other) {
                  interrupted.completeExceptionally(other);
                }
              });
      writer.interrupt();
      assertTrue(interrupted.join());
      writer.join();
      channel.close();
    }
  }
}
