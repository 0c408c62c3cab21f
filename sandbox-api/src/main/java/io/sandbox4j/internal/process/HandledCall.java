/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.GuestMemory;
import io.sandbox4j.internal.linux.LinuxException;
import io.sandbox4j.internal.linux.Memfd;
import io.sandbox4j.internal.linux.SeccompListener.Notification;
import io.sandbox4j.spi.CallAnswer;
import io.sandbox4j.spi.CallHandler;
import io.sandbox4j.spi.GuestMemoryException;
import io.sandbox4j.spi.WaitingCall;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call and the handler that answers it.
 *
 * <p>Where signals may interrupt the caller, the kernel takes the call back and, unless the
 * signal's handler wants EINTR, hands it over again under another cookie. The handler is not to see
 * it twice: its first call goes on under the new cookie, and an answer that it has given in vain is
 * given again. See {@link InterruptedCalls}.
 */
final class HandledCall implements WaitingCall, Runnable {
  /** How long a handler that looks at memory waits for an interrupted caller to be back. */
  private static final long BACK_MILLIS = 1000;

  private final HandledCalls all;
  private final RunListener listener;
  private final InterruptedCalls interrupted;
  private final Notification first;
  private final CallHandler handler;
  private final GuestMemory memory;
  private final SeenMemory seen = new SeenMemory();
  private volatile @Nullable Thread thread;
  private volatile long id; // changed under this
  private @Nullable CallAnswer answer; // guarded by this, as all below
  private boolean forgotten;

  HandledCall(
      HandledCalls all,
      RunListener listener,
      InterruptedCalls interrupted,
      Notification call,
      CallHandler handler) {
    this.all = all;
    this.listener = listener;
    this.interrupted = interrupted;
    this.first = call;
    this.handler = handler;
    this.id = call.id();
    this.memory = new GuestMemory(call.pid(), this::isWaiting);
  }

  /** Whose thread it will be. */
  void by(Thread virtual) {
    thread = virtual;
  }

  Notification notification() {
    return first;
  }

  String handler() {
    return handler.name();
  }

  @Override
  public void run() {
    try {
      HandledCall before = interrupted.begun(this);
      if (before == null) {
        answer();
      } else if (before.goesOnAs(first.id(), memory)) {
        interrupted.forget(this);
      } else {
        interrupted.takesPlace(this);
        answer();
      }
    } catch (RuntimeException | Error ours) {
      all.failed(this, ours);
      listener.refuse(id, Errno.EPERM);
    } finally {
      all.ended(this);
    }
  }

  private void answer() {
    if (interrupted.mayHappen() && !stillWaits()) {
      return; // interrupted before it began: it comes again
    }
    CallAnswer made = ask();
    if (!all.isClosed()) {
      Thread.interrupted(); // the handler's own affair
    }
    synchronized (this) {
      answer = made;
      if (forgotten) {
        discard();
      } else {
        give();
      }
    }
  }

  /** Whether nobody has taken the call back yet. If so, nothing was done and it is forgotten. */
  private synchronized boolean stillWaits() {
    if (!isWaiting()) {
      forget();
      return false;
    }
    return true;
  }

  private CallAnswer ask() {
    try {
      return Objects.requireNonNull(handler.answer(this), "the handler gave null for an answer");
    } catch (GuestMemoryException fault) { // what the kernel would say
      return new CallAnswer.Refusal(fault.errno() == Errno.ESRCH ? Errno.EINTR : fault.errno());
    } catch (Throwable thrown) { // whatever it is, the caller must not wait for ever
      all.failed(this, thrown);
      return new CallAnswer.Refusal(Errno.EPERM);
    }
  }

  /** Gives the answer; one that nobody takes is kept if the caller may come back. */
  private void give() {
    if (given() || !interrupted.mayHappen()) {
      forget();
    } else {
      interrupted.keep(this);
    }
  }

  private boolean given() {
    CallAnswer made = Objects.requireNonNull(answer);
    try {
      return send(made);
    } catch (InterruptedException end) {
      return listener.refuse(id, Errno.EPERM); // of the run, mostly
    } catch (RuntimeException | Error failure) { // out of descriptors or memory; one closed already
      all.failed(this, failure);
      return listener.refuse(id, Errno.EPERM);
    }
  }

  private boolean send(CallAnswer made) throws InterruptedException {
    return switch (made) {
      case CallAnswer.Value(long value) -> listener.answer(id, value);
      case CallAnswer.Refusal(int errno) -> listener.refuse(id, errno);
      case CallAnswer.CarryOut _ -> listener.carryOut(id);
      case CallAnswer.Content(byte[] bytes, boolean closeOnExec) -> {
        try (Descriptor file = Memfd.data("answer", bytes)) {
          yield inject(file.number(), closeOnExec);
        }
      }
      case CallAnswer.Copy(var descriptor, boolean closeOnExec) ->
          inject(descriptor.number(), closeOnExec);
    };
  }

  private boolean inject(int ours, boolean closeOnExec) throws InterruptedException {
    long number = listener.answerWith(id, ours, closeOnExec);
    if (number == -Errno.ENOENT || number == -Errno.ESRCH) {
      return false;
    }
    if (number == -Errno.EINVAL) {
      throw new LinuxException("SECCOMP_ADDFD_FLAG_SEND (Linux 5.14)", Errno.EINVAL);
    }
    return number >= 0 || listener.refuse(id, (int) -number); // it has too many open, mostly
  }

  /**
   * The caller was interrupted and is back with the same call, as it seems.
   *
   * @param again the cookie of the call now
   * @param now the caller's memory now
   * @return false if this is another call after all, or nothing was done for this one
   */
  private boolean goesOnAs(long again, GuestMemory now) {
    if (!seen.isStill(now)) {
      return false;
    }
    synchronized (this) {
      if (forgotten) {
        return false;
      }
      id = again;
      if (answer == null) {
        notifyAll();
      } else {
        give();
      }
      return true;
    }
  }

  /** The answer is given, or nobody will ask for it. */
  synchronized void forget() {
    forgotten = true;
    interrupted.forget(this);
    discard();
    notifyAll();
  }

  private void discard() {
    if (answer instanceof CallAnswer.Copy(var descriptor, _)) {
      descriptor.close();
    }
  }

  void interrupt() {
    Thread by = thread;
    if (by != null) {
      by.interrupt();
    }
  }

  /** Where nobody comes back: ends the handler of a caller that is dead. */
  void interruptIfForsaken() {
    if (!interrupted.mayHappen() && !isWaiting()) {
      interrupt();
    }
  }

  @Override
  public int number() {
    return first.number();
  }

  @Override
  public int thread() {
    return first.pid();
  }

  @Override
  public long instruction() {
    return first.instruction();
  }

  @Override
  public long argument(int index) {
    return first.arguments()[index];
  }

  @Override
  public boolean isWaiting() {
    return listener.isWaiting(id);
  }

  @Override
  public byte[] read(long address, int length) {
    byte[] bytes = copied(address, () -> memory.read(address, length));
    seen.add(address, bytes);
    return bytes;
  }

  @Override
  public byte[] readSome(long address, int most) {
    byte[] bytes = copied(address, () -> memory.readSome(address, most));
    seen.add(address, bytes);
    return bytes;
  }

  @Override
  public byte[] string(long address, int most) {
    byte[] bytes = copied(address, () -> memory.string(address, most));
    seen.addString(address, bytes);
    return bytes;
  }

  @Override
  public void write(long address, byte[] bytes) {
    seen.isWritten(address, bytes.length);
    copied(
        address,
        () -> {
          memory.write(address, bytes);
          return bytes;
        });
  }

  private byte[] copied(long address, Supplier<byte[]> copy) {
    while (true) {
      long asked = id;
      try {
        return copy.get();
      } catch (LinuxException fault) {
        if (fault.errno() != Errno.ESRCH || !isBack(asked)) {
          throw new GuestMemoryException(address, fault.errno());
        }
      }
    }
  }

  /** Waits for the caller to be back under another cookie. */
  private synchronized boolean isBack(long asked) {
    long end = System.nanoTime() + BACK_MILLIS * 1_000_000;
    try {
      for (long left = BACK_MILLIS; id == asked && left > 0 && !all.isClosed(); ) {
        if (!interrupted.mayHappen() || forgotten) {
          return false;
        }
        wait(left);
        left = (end - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
    return id != asked;
  }
}
