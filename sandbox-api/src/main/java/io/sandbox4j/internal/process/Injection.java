/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.SeccompListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Puts descriptors into waiting callers. The kernel has whoever does it wait until the caller runs,
 * which a program with little CPU time can make long: so a platform thread does, lest the carrier
 * of virtual threads be held up.
 */
final class Injection {
  private static final long IDLE_SECONDS = 1;

  /** As many as there are runs that get a descriptor at the moment. */
  private static final Executor THREADS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Injection::thread);

  private Injection() {}

  private static Thread thread(Runnable work) {
    Thread thread =
        Thread.ofPlatform()
            .name("sandbox4j-descriptor")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .unstarted(work);
    thread.setContextClassLoader(null);
    return thread;
  }

  /**
   * Answers with a copy of {@code ours}. Who is interrupted leaves the work behind: so it has
   * descriptors of its own, whose numbers are nobody else's meanwhile.
   *
   * @param listener closed here when it is done
   * @return as {@link SeccompListener#answerWith}
   */
  static long of(Descriptor listener, long id, int ours, boolean closeOnExec)
      throws InterruptedException {
    CompletableFuture<Long> number = new CompletableFuture<>();
    try {
      Descriptor copy = Descriptor.duplicate(ours);
      try {
        THREADS.execute(() -> {
          try (listener;
              copy) {
            number.complete(SeccompListener.answerWith(listener, id, copy.number(), closeOnExec));
          } catch (RuntimeException | Error failure) {
            number.completeExceptionally(failure);
          }
        });
      } catch (RuntimeException | Error noThread) {
        copy.close();
        throw noThread;
      }
    } catch (RuntimeException | Error failure) {
      listener.close();
      throw failure;
    }
    try {
      return number.get();
    } catch (ExecutionException failure) {
      throw new IllegalStateException("a descriptor could not be passed on", failure.getCause());
    }
  }
}
