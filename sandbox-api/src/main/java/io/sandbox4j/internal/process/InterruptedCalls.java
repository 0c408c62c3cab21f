/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.SeccompListener.Notification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The handled calls of one run that may come again: a signal interrupts the caller, and when its
 * handler is done the kernel makes the call anew (or the program does, told EINTR).
 *
 * <p>A call is the same as an earlier one if the same thread makes it by the same instruction with
 * the same number and arguments, and what was read of its memory is still there ({@link
 * SeenMemory}). The same thread is: the same number, begun at the same time, in the same program by
 * the place of its stack; numbers of dead threads are given again, and an exec changes all that
 * addresses mean. It may make other handled calls in between, in its signal handlers.
 *
 * <p>A call is forgotten when its answer is taken, when another one takes its place, and when more
 * than {@link #MOST} wait for their callers to come back, the oldest first. Where callers
 * {@linkplain io.sandbox4j.spi.DeniedCallPolicy#waitsKillable cannot be interrupted} nothing is
 * kept at all. Thread-safe.
 */
final class InterruptedCalls {
  /** Answers that wait for their callers; as many as a default sandbox has tasks. */
  static final int MOST = 256;

  /** Numbers of the fields in /proc/PID/stat after the name, from 0: see proc_pid_stat(5). */
  private static final int STARTED = 19;

  private static final int STACK = 25;

  private record Key(int thread, String life, int number, long instruction, List<Long> arguments) {}

  private final boolean happens;
  private final Map<Key, HandledCall> byKey = new HashMap<>(); // guarded by this, as all below
  private final Map<HandledCall, Key> keys = new HashMap<>();
  private final Set<HandledCall> kept = new LinkedHashSet<>();
  private boolean closed;

  InterruptedCalls(boolean happens) {
    this.happens = happens;
  }

  /** Whether callers can be interrupted at all. */
  boolean mayHappen() {
    return happens;
  }

  /**
   * A call has come.
   *
   * @return the earlier call that this may be again, null if there is none
   */
  @Nullable HandledCall begun(HandledCall call) {
    if (!happens) {
      return null;
    }
    Notification n = call.notification();
    List<Long> arguments = Arrays.stream(n.arguments()).boxed().toList();
    Key key = new Key(n.pid(), life(n.pid()), n.number(), n.instruction(), arguments);
    return put(key, call);
  }

  private synchronized @Nullable HandledCall put(Key key, HandledCall call) {
    HandledCall before = byKey.get(key);
    keys.put(call, key);
    if (before == null) {
      byKey.put(key, call);
    }
    return before;
  }

  /** It is not the earlier call again, which nobody will ask for any more. */
  void takesPlace(HandledCall call) {
    HandledCall before;
    synchronized (this) {
      Key key = keys.get(call);
      before = key == null ? null : byKey.put(key, call);
    }
    forgetSoon(before);
  }

  /** Its answer was not taken. */
  void keep(HandledCall call) {
    HandledCall tooMuch = null;
    synchronized (this) {
      kept.add(call);
      if (closed) {
        tooMuch = call;
      } else if (kept.size() > MOST) {
        tooMuch = kept.iterator().next();
      }
    }
    forgetSoon(tooMuch);
  }

  /** On another thread: who asks for it may be at work on a call of its own. */
  private static void forgetSoon(@Nullable HandledCall call) {
    if (call != null) {
      Thread.startVirtualThread(call::forget);
    }
  }

  synchronized void forget(HandledCall call) {
    kept.remove(call);
    Key key = keys.remove(call);
    if (key != null) {
      byKey.remove(key, call);
    }
  }

  void close() {
    synchronized (this) {
      closed = true;
      keys.keySet().forEach(InterruptedCalls::forgetSoon);
    }
  }

  /** When a thread began and where its program's stack is; nothing if it is gone. */
  private static String life(int thread) {
    try {
      byte[] stat = Files.readAllBytes(Path.of("/proc", Integer.toString(thread), "stat"));
      String text = new String(stat, StandardCharsets.ISO_8859_1);
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
      return fields[STARTED] + " " + fields[STACK];
    } catch (IOException gone) {
      return "";
    }
  }
}
