/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Epoll;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.SeccompListener;
import io.sandbox4j.internal.linux.Transfers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that looks at descriptors: the shim's socket, stdio pipes, seccomp listeners.
 * Thousands of sandboxes cost no further thread. It runs only this package's code, never waits but
 * in epoll_wait, and enforces no deadline.
 */
final class EventLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
  private static final int BATCH = 256;
  private static final int BUFFER = 64 * 1024;
  private static final int EFD_NONBLOCK_CLOEXEC = 0x80800;
  private static final long WAKE = 0;
  private static final long EXITING_NANOS = 1_000_000;

  private final Arena arena = Arena.ofShared();
  private final Epoll epoll = new Epoll(arena, BATCH);
  private final MemorySegment buffer = arena.allocate(BUFFER, 8);
  private final Descriptor wake =
      Descriptor.of("eventfd2", Kernel.host().call("eventfd2", 0, EFD_NONBLOCK_CLOEXEC));
  private final Map<Long, Handler> handlers = new ConcurrentHashMap<>();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicLong tokens = new AtomicLong(WAKE);
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Thread thread;
  private final ExitHook exitHook = new ExitHook(this::wakeAtExit);
  private volatile boolean running = true;
  private volatile boolean exiting;
  private SeccompListener.@Nullable Exchange exchange; // of the loop
  private boolean ended; // guarded by wake: an ended loop's number may be another's descriptor

  /** Told on the loop that its descriptor is ready. */
  @FunctionalInterface
  interface Handler {
    void ready(int events);
  }

  EventLoop() {
    epoll.add(wake.number(), Epoll.IN, WAKE);
    thread =
        Thread.ofPlatform()
            .name("sandbox4j-loop")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .unstarted(this::loop);
    thread.setContextClassLoader(null);
    thread.start();
    exitHook.add();
  }

  /**
   * A JVM that exits waits up to 0.3 s for threads in system calls (vmOperations.cpp:
   * wait_for_threads_in_native_to_block()). From here on the loop looks at its descriptors each
   * millisecond instead; other hooks may still use sandboxes.
   */
  private void wakeAtExit() {
    exiting = true;
    execute(() -> {});
  }

  /** Watches a descriptor; any thread. */
  long add(Descriptor descriptor, int interest, Handler handler) {
    long token = tokens.incrementAndGet();
    handlers.put(token, handler);
    epoll.add(descriptor.number(), interest, token);
    return token;
  }

  /** Changes what is watched; any thread. */
  void modify(Descriptor descriptor, int interest, long token) {
    epoll.modify(descriptor.number(), interest, token);
  }

  /** Ends watching; any thread. The handler may still be told once. */
  void remove(Descriptor descriptor, long token) {
    handlers.remove(token);
    if (descriptor.isOpen()) {
      epoll.remove(descriptor.number());
    }
  }

  /** Runs something on the loop, soon; any thread. When the loop has ended, the caller runs it. */
  void execute(Runnable task) {
    tasks.add(task);
    if (Thread.currentThread() != thread && !woken.getAndSet(true) && !wakeUp()) {
      woken.set(false); // for the next caller
      runTasks();
    }
  }

  private boolean wakeUp() {
    synchronized (wake) {
      if (!ended) {
        Transfers.write(wake.number(), new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, 0, 8);
      }
      return !ended;
    }
  }

  /** Whether the caller is the loop. */
  boolean isLoop() {
    return Thread.currentThread() == thread;
  }

  /** Native memory for reading, used by handlers on the loop only. */
  MemorySegment buffer() {
    return buffer;
  }

  /** For taking and answering calls, used by handlers on the loop only. */
  SeccompListener.Exchange exchange() {
    if (exchange == null) {
      exchange = new SeccompListener.Exchange(arena);
    }
    return exchange;
  }

  private void loop() {
    while (true) {
      runTasks();
      if (!running) { // after the tasks, one of which may be the end
        break;
      }
      if (exiting && tasks.isEmpty()) {
        LockSupport.parkNanos(EXITING_NANOS);
      }
      epoll.await(tasks.isEmpty() && !exiting ? -1 : 0, this::dispatch);
    }
    exitHook.remove();
    synchronized (wake) {
      ended = true;
      wake.close();
      woken.set(false);
    }
    runTasks(); // what came between
    epoll.close();
    arena.close();
  }

  private void dispatch(long token, int events) {
    if (token == WAKE) {
      Transfers.read(wake.number(), buffer.asSlice(0, 8));
      woken.set(false);
      return;
    }
    Handler handler = handlers.get(token);
    if (handler != null) {
      guarded(() -> handler.ready(events));
    }
  }

  private void runTasks() {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      guarded(task);
    }
  }

  /** One run's trouble, such as a want of memory, must not end the loop for all others. */
  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error trouble) {
      LOG.atDebug().setCause(trouble).log("a handler of the event loop failed");
    }
  }

  /** Ends the thread; descriptors of others stay theirs. */
  @Override
  public void close() {
    execute(() -> running = false);
  }
}
