/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StreamBufferTest {
  private final AtomicInteger roomAgain = new AtomicInteger();
  private final StreamBuffer buffer = new StreamBuffer(roomAgain::incrementAndGet);

  private void put(byte... bytes) {
    buffer.put(MemorySegment.ofArray(bytes), bytes.length);
  }

  @Test
  void bytes_come_out_as_they_went_in() {
    SplittableRandom random = new SplittableRandom(1);
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 2000; i++) { // the ring goes round many times
      byte[] piece = new byte[1 + random.nextInt(9000)];
      random.nextBytes(piece);
      if (piece.length <= buffer.room()) {
        put(piece);
        in.writeBytes(piece);
      }
      byte[] room = new byte[1 + random.nextInt(9000)];
      if (buffer.available() > 0) {
        int size = assertReads(room);
        out.write(room, 0, size);
      }
    }
    buffer.end();
    out.writeBytes(assertRest());
    assertArrayEquals(in.toByteArray(), out.toByteArray());
    assertTrue(in.size() > 1_000_000, "only " + in.size());
  }

  private int assertReads(byte[] into) {
    try {
      return buffer.read(into, 0, into.length);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private byte[] assertRest() {
    try {
      return buffer.readAllBytes();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void bytes_are_unsigned() throws IOException {
    put((byte) 0xff);
    assertEquals(255, buffer.read());
  }

  @Nested
  class The_end {
    @Test
    void comes_after_the_last_byte() throws IOException {
      put((byte) 'a');
      buffer.end();
      assertEquals('a', buffer.read());
      assertEquals(-1, buffer.read());
      assertEquals(-1, buffer.read(new byte[4], 0, 4));
    }

    @Test
    void wakes_a_waiting_reader() {
      CompletableFuture<Integer> read = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> read.complete(assertReads(new byte[1])));
      buffer.end();
      assertEquals(-1, read.join());
    }

    @Test
    void may_bring_more_than_the_capacity() {
      byte[] full = new byte[StreamBuffer.CAPACITY];
      full[0] = 1;
      put(full);
      put((byte) 2, (byte) 3);
      buffer.end();
      byte[] all = assertRest();
      assertEquals(StreamBuffer.CAPACITY + 2, all.length);
      assertEquals(1, all[0]);
      assertEquals(3, all[all.length - 1]);
    }

    @Test
    void may_bring_more_after_the_ring_went_round() {
      put(new byte[StreamBuffer.CAPACITY]);
      assertEquals(1000, assertReads(new byte[1000]));
      byte[] more = new byte[1000];
      more[999] = 7;
      put(more); // ends before it begins
      put((byte) 8);
      buffer.end();
      byte[] all = assertRest();
      assertEquals(StreamBuffer.CAPACITY + 1, all.length);
      assertEquals(7, all[all.length - 2]);
      assertEquals(8, all[all.length - 1]);
    }
  }

  @Nested
  class Room {
    @Test
    void is_told_only_when_a_full_buffer_is_read() {
      put((byte) 1);
      assertEquals(1, assertReads(new byte[1]));
      assertEquals(0, roomAgain.get());
      put(new byte[StreamBuffer.CAPACITY]);
      assertEquals(0, buffer.room());
      assertEquals(1, assertReads(new byte[1]));
      assertEquals(1, roomAgain.get());
      assertEquals(1, buffer.room());
    }

    @Test
    void is_endless_when_nobody_will_read() {
      put(new byte[StreamBuffer.CAPACITY]);
      buffer.close();
      assertEquals(1, roomAgain.get());
      assertEquals(StreamBuffer.CAPACITY, buffer.room());
      put((byte) 1);
      assertEquals(0, buffer.available());
    }
  }

  @Nested
  class A_reader {
    @Test
    void of_a_closed_stream_is_refused() {
      put((byte) 1);
      buffer.close();
      assertThrows(IOException.class, buffer::read);
    }

    @Test
    void who_waits_is_woken_by_a_close() throws InterruptedException {
      CompletableFuture<Exception> seen = new CompletableFuture<>();
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  seen.completeExceptionally(new AssertionError(buffer.read()));
                } catch (IOException refused) {
                  seen.complete(refused);
                }
              });
      buffer.close();
      assertEquals("the stream is closed", seen.join().getMessage());
      reader.join();
    }

    @Test
    void who_is_interrupted_keeps_the_interrupt() throws InterruptedException {
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread reader =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  interrupted.completeExceptionally(new AssertionError(buffer.read()));
                } catch (InterruptedIOException interrupt) {
                  interrupted.complete(Thread.currentThread().isInterrupted());
                } catch (IOException other) {
                  interrupted.completeExceptionally(other);
                }
              });
      reader.interrupt();
      assertTrue(interrupted.join());
      reader.join();
    }

    @Test
    void who_wants_nothing_gets_nothing_at_once() throws IOException {
      assertEquals(0, buffer.read(new byte[0], 0, 0));
    }

    @Test
    void who_asks_beyond_his_array_is_refused() {
      assertThrows(IndexOutOfBoundsException.class, () -> buffer.read(new byte[2], 1, 2));
    }
  }
}
