/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.SandboxException;
import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Epoll;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.LinuxException;
import io.sandbox4j.internal.linux.Memfd;
import io.sandbox4j.internal.linux.PacketSocket;
import io.sandbox4j.internal.linux.SyscallTable;
import io.sandbox4j.launch.LaunchPlan;
import io.sandbox4j.launch.PlanCompiler;
import io.sandbox4j.spi.PassedDescriptor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The JVM's side of one shim: starts it, sends plans, hands its events to the runs they belong to.
 * When the shim dies every run is told, and the next start gets a new one from {@link Supervisors}.
 */
final class Supervisor {
  private static final int PACKET = 65_536;
  private static final long HELLO_SECONDS = 20;

  private final EventLoop loop;
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment packets = arena.allocate(PACKET, 8);
  private final Descriptor socket;
  private final int pid;
  private final String name;
  private final Map<Long, Listener> runs = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final CompletableFuture<ShimEvent.Hello> hello = new CompletableFuture<>();
  private final SyscallTable table = SyscallTable.of(Arch.current());
  private final PlanFile plans = new PlanFile();
  private volatile boolean dead;
  private final long token;

  /** Told of its run's events, on the loop. */
  interface Listener {
    void event(ShimEvent event);

    /** The JVM had no room for the descriptors that came with an event, so the run cannot go on. */
    void descriptorsLost();

    /** The shim died; there will be no further event. */
    void lost();
  }

  private Supervisor(EventLoop loop, Descriptor socket, int pid) {
    this.loop = loop;
    this.socket = socket;
    this.pid = pid;
    this.name = ShimName.of(pid);
    this.token = loop.add(socket, Epoll.IN, _ -> receive());
  }

  /** Starts a shim and waits until it has prepared itself. */
  static Supervisor start(EventLoop loop, LaunchPlan boot) {
    Descriptor[] pair = PacketSocket.pair();
    Supervisor supervisor;
    try (Descriptor theirs = pair[1]) {
      supervisor = new Supervisor(loop, pair[0], ShimBinary.start(theirs));
    } catch (RuntimeException failure) {
      pair[0].close();
      throw failure;
    }
    supervisor.boot(boot);
    return supervisor;
  }

  private void boot(LaunchPlan plan) {
    try (Descriptor block = Memfd.data("sandbox4j-boot", PlanCompiler.compile(plan, table))) {
      send(ShimRequest.BOOT.encode(0, ShimRequest.VERSION), List.of(block));
      ShimEvent.Hello answer = hello.get(HELLO_SECONDS, TimeUnit.SECONDS);
      if (answer.errno() != 0) {
        throw FailureText.setup(plan, io.sandbox4j.launch.Role.SHIM, answer.step(), answer.errno());
      }
    } catch (ExecutionException | TimeoutException failure) {
      close();
      throw new SandboxException("the shim did not start: " + failure.getMessage(), failure);
    } catch (InterruptedException interrupt) {
      close();
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted while the shim started", interrupt);
    }
  }

  EventLoop loop() {
    return loop;
  }

  /** What the names of this shim's cgroups begin with. */
  String name() {
    return name;
  }

  boolean isDead() {
    return dead;
  }

  /** Whether it lives, as the kernel knows it: the loop may hear of its death later. */
  boolean isAlive() {
    return !dead && !PacketSocket.isHungUp(socket);
  }

  int pid() {
    return pid;
  }

  /** A number for a new run. */
  long nextRun() {
    return ids.incrementAndGet();
  }

  /**
   * Sends a plan; its events go to the listener.
   *
   * @throws SandboxException if the shim is dead
   */
  void launch(
      long run, byte[] request, byte[] block, List<PassedDescriptor> passed, Listener listener) {
    launch(run, listener, () -> send(run, request, block, passed));
  }

  /** The same with a plan that is in memory already. */
  void launch(
      long run, byte[] request, Descriptor plan, List<PassedDescriptor> passed, Listener listener) {
    launch(run, listener, () -> send(request, with(plan, passed)));
  }

  private void launch(long run, Listener listener, Runnable sending) {
    runs.put(run, listener);
    boolean sent = false;
    try {
      sending.run();
      sent = true;
    } finally {
      if (!sent) {
        runs.remove(run);
      }
    }
  }

  private void send(long run, byte[] packet, byte[] block, List<PassedDescriptor> passed) {
    if (!plans.write(run, block)) {
      try (Descriptor plan = Memfd.unsealed("sandbox4j-plan", block)) {
        send(packet, with(plan, passed));
      }
      return;
    }
    boolean sent = false;
    try {
      send(packet, with(plans.file(), passed));
      sent = true;
    } finally {
      plans.sent(sent);
    }
  }

  /**
   * Lets a launch that was made ahead go on. If it has failed meanwhile its listener has heard, or
   * hears.
   *
   * @throws SandboxException if the shim is dead
   */
  void go(long run, List<PassedDescriptor> passed) {
    send(ShimRequest.GO.encode(run, 0), passed);
  }

  private static List<PassedDescriptor> with(Descriptor plan, List<PassedDescriptor> passed) {
    List<PassedDescriptor> all = new ArrayList<>(passed.size() + 1);
    all.add(plan);
    all.addAll(passed);
    return all;
  }

  byte[] compile(LaunchPlan plan) {
    return PlanCompiler.compile(plan, table);
  }

  /** Asks for something else; a run that is gone is no error. */
  void request(ShimRequest request, long run, long value) {
    byte[] packet = request.encode(run, value);
    if (!dead && PacketSocket.send(socket, packet, List.of()) == -Errno.EAGAIN) {
      if (loop.isLoop()) {
        loop.execute(() -> request(request, run, value));
      } else {
        send(packet, List.of());
      }
    }
  }

  void forget(long run) {
    runs.remove(run);
  }

  private void send(byte[] packet, List<? extends PassedDescriptor> descriptors) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(HELLO_SECONDS);
    while (true) {
      if (dead) {
        throw new SandboxException("the shim died");
      }
      long result = PacketSocket.send(socket, packet, descriptors);
      if (result >= 0) {
        return;
      }
      if (result == -Errno.EPIPE || result == -Errno.ECONNRESET) {
        throw new SandboxException("the shim died"); // the loop has not heard it yet
      }
      // ETOOMANYREFS: descriptors in flight; both pass when the shim has read a few packets.
      if ((result != -Errno.EAGAIN && result != -109) || System.nanoTime() > deadline) {
        throw new LinuxException("sendmsg", (int) -result);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(200_000);
    }
  }

  /** One packet: epoll says it again while there are more, and others have their turn between. */
  private void receive() {
    PacketSocket.Packet packet;
    try {
      packet = PacketSocket.receive(socket, packets);
    } catch (LinuxException broken) {
      died();
      return;
    }
    if (packet == null) {
      return;
    }
    if (!packet.bytes().hasRemaining()) {
      died();
      return;
    }
    ShimEvent event = ShimEvent.decode(packet.bytes(), packet.descriptors());
    Listener listener = packet.lost() ? runs.get(event.run()) : null;
    if (listener != null) {
      listener.descriptorsLost(); // one run's trouble, not the end of all
    } else {
      dispatch(event);
    }
  }

  private void dispatch(ShimEvent event) {
    if (event instanceof ShimEvent.Hello greeting) {
      hello.complete(greeting);
      return;
    }
    plans.read(event.run());
    Listener listener =
        event instanceof ShimEvent.Gone ? runs.remove(event.run()) : runs.get(event.run());
    if (listener != null) {
      listener.event(event);
    } else if (event instanceof ShimEvent.Started started) {
      started.descriptors().forEach(Descriptor::close);
    }
  }

  private void died() {
    dead = true;
    loop.remove(socket, token);
    socket.close();
    plans.end();
    hello.completeExceptionally(new SandboxException("it ended"));
    List<Listener> orphans = List.copyOf(runs.values());
    runs.clear();
    orphans.forEach(Listener::lost);
    Thread.startVirtualThread(this::reap);
  }

  /** Takes the dead shim's status, so that no zombie stays. */
  private void reap() {
    try {
      for (int i = 0; i < 500; i++) {
        if (Kernel.host().call("wait4", pid, 0, 1 /* WNOHANG */, 0) != 0) {
          return;
        }
        Thread.sleep(10);
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the shim: it kills what still runs, removes everything and exits. */
  void close() {
    loop.execute(() -> {
      if (!dead) {
        died();
      }
    });
  }
}
