/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves bytes between the caller's streams and a run's, each on a virtual thread of its own. */
final class Pumps {
  private static final Logger LOG = LoggerFactory.getLogger(Pumps.class);
  private static final int PIECE = 16 * 1024;
  private static final int LONGEST_LINE = 64 * 1024;

  private Pumps() {}

  /**
   * Gives the caller's stream to the program, then closes both. A stream without an end is not read
   * on when nobody reads the program's end any more.
   */
  static void input(InputStream from, InputChannel to) {
    var _ =
        start(
            "stdin",
            () -> {
              try (from;
                  to) {
                byte[] piece = new byte[PIECE];
                int size;
                while (to.isRead() && (size = from.read(piece)) >= 0) {
                  to.write(piece, 0, size);
                }
              }
            });
  }

  /** Gives the program's output to a stream, up to a size; the rest is dropped. */
  static CompletableFuture<Void> output(
      InputStream from, OutputStream to, long max, AtomicLong delivered) {
    return start(
        "output",
        () -> {
          try (to) {
            byte[] piece = new byte[PIECE];
            long left = max;
            boolean broken = false;
            int size;
            while ((size = from.read(piece)) >= 0) {
              int part = (int) Math.min(size, left);
              left -= part;
              if (part > 0 && !broken) {
                broken = !written(to, piece, part);
                delivered.addAndGet(broken ? 0 : part);
              }
            }
          }
        });
  }

  /** False when the target is broken: the program is not to blame, and goes on. */
  private static boolean written(OutputStream to, byte[] piece, int size) {
    try {
      to.write(piece, 0, size);
      to.flush();
      return true;
    } catch (IOException broken) {
      LOG.atDebug().setCause(broken).log("an output's target is broken");
      return false;
    }
  }

  /** Gives the program's output to a consumer line by line. */
  static CompletableFuture<Void> lines(
      InputStream from, Consumer<? super String> consumer, AtomicLong delivered) {
    return start("lines", () -> splitLines(from, new Guarded(consumer, delivered)));
  }

  private static void splitLines(InputStream from, Guarded consumer) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    int size;
    while ((size = from.read(piece)) >= 0) {
      for (int i = 0; i < size; i++) {
        if (piece[i] == '\n') {
          consumer.accept(line, 1);
        } else {
          line.write(piece[i]);
          if (line.size() == LONGEST_LINE) {
            consumer.accept(line, 0);
          }
        }
      }
    }
    if (line.size() > 0) {
      consumer.accept(line, 0);
    }
  }

  /** A consumer that throws gets no more. */
  private static final class Guarded {
    private final Consumer<? super String> consumer;
    private final AtomicLong delivered;
    private boolean broken;

    Guarded(Consumer<? super String> consumer, AtomicLong delivered) {
      this.consumer = consumer;
      this.delivered = delivered;
    }

    void accept(ByteArrayOutputStream line, int end) {
      int bytes = line.size() + end;
      String text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      if (broken) {
        return;
      }
      try {
        consumer.accept(text);
        delivered.addAndGet(bytes);
      } catch (RuntimeException | Error failure) { // an assertion of a test's, for example
        broken = true;
        LOG.atDebug().setCause(failure).log("a consumer of lines failed; it gets no more");
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static CompletableFuture<Void> start(String what, Work work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("sandbox4j-" + what)
        .start(() -> {
          try {
            work.run();
          } catch (IOException | RuntimeException | Error failure) {
            LOG.atDebug().setCause(failure).log("a pump ended early");
          } finally {
            done.complete(null);
          }
        });
    return done;
  }
}
