/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Command;
import io.sandbox4j.Outcome;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxSetupException;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.LinuxException;
import io.sandbox4j.launch.LaunchPlan;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Slot;
import io.sandbox4j.launch.Step;
import io.sandbox4j.spi.PassedDescriptor;
import io.sandbox4j.spi.RunSpec;
import io.sandbox4j.spi.UsageReader;
import io.sandbox4j.spi.UsageReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One launch on its way through the shim: a command's or a session's. Turns the shim's events into
 * futures and gives back what the layers took.
 */
final class Run implements Supervisor.Listener {
  private static final long UNDONE_SECONDS = 5;

  private final RunSpec spec;
  private final LaunchPlan plan;
  private final @Nullable Descriptor block; // if the plan is compiled already
  private final Supervisor supervisor;
  private final long id;
  private final CompletableFuture<ShimEvent.Started> started = new CompletableFuture<>();
  private final CompletableFuture<ShimEvent.Ended> ended = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final ConcurrentLinkedQueue<CompletableFuture<ShimEvent.Answer>> answers =
      new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<CompletableFuture<ShimEvent.Usage>> usages =
      new ConcurrentLinkedQueue<>();
  private final AtomicBoolean released = new AtomicBoolean();
  private final Map<String, Descriptor> received =
      new HashMap<>(); // written on the loop before `started`
  private @Nullable RuntimeException failure; // on the loop, as the next
  private boolean endedOnce;
  private boolean isAhead; // set before the launch
  private volatile boolean leftBehind; // something could not be removed, as far as anybody knows
  private volatile Owner owner = new Owner() {}; // set before the launch, or before it goes on

  /** Who is told on the loop how the run goes on. */
  interface Owner {
    /** execve succeeded, or the session stands; nobody else knows it yet. */
    default void started() {}

    /** The launch failed, and nothing of it is left. */
    default void failed(RuntimeException reason) {}

    /** Every process is dead. */
    default void ended(ShimEvent.Ended end) {}
  }

  Run(RunSpec spec, LaunchPlan plan, Supervisor supervisor) {
    this(spec, plan, null, supervisor);
  }

  /** By a plan for many. */
  Run(RunSpec spec, CompiledPlan plan, Supervisor supervisor) {
    this(spec, plan.plan(), plan.block(), supervisor);
  }

  private Run(RunSpec spec, LaunchPlan plan, @Nullable Descriptor block, Supervisor supervisor) {
    this.spec = spec;
    this.plan = plan;
    this.block = block;
    this.supervisor = supervisor;
    this.id = supervisor.nextRun();
  }

  RunSpec spec() {
    return spec;
  }

  LaunchPlan plan() {
    return plan;
  }

  /** Whether the same plan will do for another run. */
  boolean isRepeatable() {
    return block != null;
  }

  /** The namespaces that its init was cloned into. */
  long cloneFlags() {
    return spec.noted(LaunchSkeleton.CloneFlags.class)
        .map(LaunchSkeleton.CloneFlags::flags)
        .orElse(0L);
  }

  Supervisor supervisor() {
    return supervisor;
  }

  long id() {
    return id;
  }

  /** Sends the plan; the passed descriptors are closed here in any case. */
  void launch(long session, Owner owner) {
    this.owner = owner;
    List<PassedDescriptor> passed = new ArrayList<>();
    try {
      for (String name : plan.passed()) {
        if (spec.standsBy() && LaunchSkeleton.STREAMS.contains(name)) {
          continue; // they come later
        }
        PassedDescriptor descriptor = spec.passed().get(name);
        if (descriptor == null) {
          throw new IllegalStateException("no layer passed the descriptor " + name);
        }
        passed.add(descriptor);
      }
      send(passed, session);
    } catch (RuntimeException failed) {
      neverLaunched();
      throw failed;
    } finally {
      spec.closePassed();
    }
  }

  private void send(List<PassedDescriptor> passed, long session) {
    byte[] request =
        isAhead ? ShimRequest.launchAhead(id, later()) : ShimRequest.LAUNCH.encode(id, session);
    Descriptor compiled = block;
    if (compiled == null) {
      supervisor.launch(id, request, supervisor.compile(plan), passed, this);
    } else {
      supervisor.launch(id, request, compiled, passed, this);
    }
  }

  private int later() {
    return spec.standsBy() ? LaunchSkeleton.STREAMS.size() : 0;
  }

  /** Sends a plan that nobody waits for. One that stands by goes on with {@link #go}. */
  void launchAhead() {
    isAhead = true;
    launch(0, new Owner() {});
  }

  /** Lets it go on with the streams, which are closed here in any case. */
  void go(Collection<PassedDescriptor> streams, Owner owner) {
    this.owner = owner;
    try {
      if (started.isCompletedExceptionally()) {
        throw new SandboxException("the launch failed while it was made", started.exceptionNow());
      }
      supervisor.go(id, List.copyOf(streams));
    } catch (RuntimeException notSent) {
      kill(Cause.of(Outcome.Killer.CLOSE)); // it would wait for ever
      throw notSent;
    } finally {
      streams.forEach(PassedDescriptor::close);
    }
  }

  /** The shim never heard of it. */
  void neverLaunched() {
    release();
    gone.complete(null);
  }

  /** Waits until execve succeeded, or everything of a failed launch is gone. */
  ShimEvent.Started awaitStarted() throws InterruptedException {
    try {
      return started.get();
    } catch (InterruptedException interrupt) {
      kill(Cause.of(Outcome.Killer.INTERRUPT));
      awaitUndone();
      throw interrupt;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException reason) {
        var _ = reason.fillInStackTrace(); // the caller's own, not the event loop's
        throw reason;
      }
      throw new SandboxException("the launch failed", failed.getCause());
    }
  }

  /** Whoever interrupts a launch may count on it that nothing of it is left. */
  private void awaitUndone() {
    try {
      gone.get(UNDONE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      // The shim goes on undoing it.
    }
    received.values().forEach(Descriptor::close); // it may have started just before
  }

  CompletableFuture<ShimEvent.Started> started() {
    return started;
  }

  CompletableFuture<ShimEvent.Ended> ended() {
    return ended;
  }

  CompletableFuture<Void> gone() {
    return gone;
  }

  /** Whether nothing is left of it, after {@link #gone}. */
  boolean isClean() {
    return !leftBehind;
  }

  /** A descriptor that came with the started event. */
  @Nullable Descriptor received(String slot) {
    return received.get(slot);
  }

  void kill(int cause) {
    supervisor.request(ShimRequest.KILL, id, cause);
  }

  /** Asks for a signal, a pause or a resume; the errno comes back. */
  CompletableFuture<ShimEvent.Answer> ask(ShimRequest request, long value) {
    CompletableFuture<ShimEvent.Answer> answer = new CompletableFuture<>();
    // The queue's order is the order of the requests: both under one lock.
    synchronized (answers) {
      answers.add(answer);
      supervisor.request(request, id, value);
    }
    if (gone.isDone() || supervisor.isDead()) {
      answer.complete(new ShimEvent.Answer(id, request.number(), Errno.ESRCH));
    }
    return answer;
  }

  CompletableFuture<ShimEvent.Usage> askUsage() {
    CompletableFuture<ShimEvent.Usage> answer = new CompletableFuture<>();
    synchronized (usages) {
      usages.add(answer);
      supervisor.request(ShimRequest.USAGE, id, 0);
    }
    if (gone.isDone() || supervisor.isDead()) {
      answer.complete(new ShimEvent.Usage(id, -1, Errno.ESRCH, Map.of()));
    }
    return answer;
  }

  @Override
  public void event(ShimEvent event) {
    switch (event) {
      case ShimEvent.Started e -> {
        List<Slot> slots = plan.reported();
        for (int i = 0; i < e.descriptors().size(); i++) {
          received.put(slots.get(i).name(), e.descriptors().get(i));
        }
        begin(e);
      }
      case ShimEvent.Failed e -> failure = explain(e);
      case ShimEvent.Ended e -> end(e);
      case ShimEvent.Gone e -> allGone(e);
      case ShimEvent.Answer e -> complete(answers, e);
      case ShimEvent.Usage e -> complete(usages, e);
      case ShimEvent.Hello _ -> {}
    }
    if (event instanceof ShimEvent.Failed e && e.step() == -1 && e.role() == 0) {
      supervisor.forget(id); // refused before it began: no further event
      allGone(new ShimEvent.Gone(id, 0, 0, 0));
    }
  }

  private void begin(ShimEvent.Started event) {
    try {
      owner.started();
    } catch (RuntimeException trouble) { // out of descriptors or memory: nobody would hear it
      kill(Cause.of(Outcome.Killer.CLOSE));
      fail(trouble);
      return;
    }
    started.complete(event);
  }

  private void fail(RuntimeException reason) {
    if (!started.isDone()) {
      started.completeExceptionally(reason); // first: who waits for the end asks whether it began
      owner.failed(reason);
    }
  }

  private void end(ShimEvent.Ended event) {
    if (!endedOnce) {
      endedOnce = true;
      ended.complete(event);
      owner.ended(event);
    }
  }

  private static <T> void complete(ConcurrentLinkedQueue<CompletableFuture<T>> queue, T value) {
    CompletableFuture<T> first = queue.poll();
    if (first != null) {
      first.complete(value);
    }
  }

  private void allGone(ShimEvent.Gone event) {
    leftBehind = event.errno() != 0;
    release();
    if (leftBehind) {
      org.slf4j.LoggerFactory.getLogger(Run.class)
          .atDebug()
          .log(() ->
              "left behind: "
                  + FailureText.setup(
                          plan, Role.numbered(event.role()), event.step(), event.errno())
                      .getMessage());
    }
    RuntimeException reason = failure;
    if (reason != null) {
      fail(reason);
    }
    gone.complete(null);
    answers.forEach(a -> a.complete(new ShimEvent.Answer(id, 0, Errno.ESRCH)));
    usages.forEach(u -> u.complete(new ShimEvent.Usage(id, -1, Errno.ESRCH, Map.of())));
  }

  private RuntimeException explain(ShimEvent.Failed event) {
    Role role = Role.numbered(event.role());
    if (Cause.killer(event.cause()).equals(Optional.of(Outcome.Killer.CLOSE))) {
      return new IllegalStateException("the sandbox was closed during the launch");
    }
    if (event.cause() != 0 && event.cause() != Cause.SETUP_TIME) {
      return new SandboxException(
          "the launch was stopped: "
              + Cause.killer(event.cause()).map(Enum::name).orElse("by the shim"));
    }
    List<Step> steps = plan.steps(role);
    boolean named = event.step() >= 0 && event.step() < steps.size();
    Step step = named ? steps.get(event.step()) : null;
    Command command = spec.command().orElse(null);
    if (step != null
        && command != null
        && role == Role.PROGRAM
        && step.asCall().startsWith("execve(")) {
      return ProgramDiagnosis.explain(spec, command, step, event.errno());
    }
    if (!named && event.errno() != 0) {
      return new SandboxSetupException(
          role.name(),
          "take the launch on",
          "the shim",
          Errno.name(event.errno()),
          event.errno(),
          event.errno() == Errno.EMFILE ? "Raise the limit of open files (ulimit -n)." : "");
    }
    return FailureText.setup(plan, role, event.step(), event.errno());
  }

  private void release() {
    if (!released.getAndSet(true)) {
      spec.onGone().forEach(Runnable::run);
    }
  }

  @Override
  public void descriptorsLost() {
    failure = FailureText.ofTheJvm(new LinuxException("recvmsg", Errno.EMFILE));
    kill(Cause.of(Outcome.Killer.CLOSE));
  }

  @Override
  public void lost() {
    leftBehind = true;
    release();
    fail(new SandboxException("the shim ended"));
    end(
        new ShimEvent.Ended(
            id, Cause.JVM_GONE, 0, new ShimEvent.Ending(0, 0, 0, new long[18]), Map.of()));
    gone.complete(null);
    answers.forEach(a -> a.complete(new ShimEvent.Answer(id, 0, Errno.ESRCH)));
    usages.forEach(u -> u.complete(new ShimEvent.Usage(id, -1, Errno.ESRCH, Map.of())));
  }

  /** The readings by their subjects. */
  Map<String, String> bySubject(Map<Integer, String> readings) {
    Map<String, String> texts = new HashMap<>();
    readings.forEach((index, text) -> texts.put(plan.readings().get(index).subject(), text));
    return texts;
  }

  /** What the cgroup says, or null without one. */
  @Nullable UsageReport report(Map<Integer, String> now) {
    UsageReader reader = spec.noted(UsageReader.class).orElse(null);
    ShimEvent.Started start = started.isCompletedExceptionally() ? null : started.getNow(null);
    if (reader == null || start == null) {
      return null;
    }
    return reader.read(bySubject(start.readings()), bySubject(now));
  }
}
