/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.CapturedOutput;
import io.sandbox4j.Command;
import io.sandbox4j.GuestPath;
import io.sandbox4j.Limit;
import io.sandbox4j.OutFile;
import io.sandbox4j.Outcome;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Size;
import io.sandbox4j.Touched;
import io.sandbox4j.Usage;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.spi.DeniedCallPolicy;
import io.sandbox4j.spi.PassedDescriptor;
import io.sandbox4j.spi.UsageReport;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The handle of a running command. */
final class RunningCommand implements SandboxProcess, Run.Owner {
  private static final long ANSWER_SECONDS = 30;
  private static final int SIGTERM = 15;

  private final Run run;
  private final Command command;
  private final StandardStreams streams;
  private final OutputBudget budget;
  private final Afterwards afterwards;

  /** Completed on the loop: only those who wait hang on it, never the caller's code. */
  private final CompletableFuture<SandboxResult> result = new CompletableFuture<>();

  private @Nullable Denials denials; // of the loop, and of who collects the result after it
  private boolean begun; // of the loop
  private final List<Runnable> whenOver = new ArrayList<>(1); // guarded by itself, as the next
  private boolean over;
  private volatile @Nullable Usage finalUsage;

  private RunningCommand(
      Run run,
      Command command,
      StandardStreams streams,
      OutputBudget budget,
      Afterwards afterwards) {
    this.run = run;
    this.command = command;
    this.streams = streams;
    this.budget = budget;
    this.afterwards = afterwards;
  }

  /** Sends a command on its way. */
  static RunningCommand launch(
      Run run,
      Map<String, PassedDescriptor> passed,
      Command command,
      StandardStreams streams,
      OutputBudget budget,
      Afterwards afterwards,
      long session) {
    RunningCommand process = new RunningCommand(run, command, streams, budget, afterwards);
    try {
      if (run.spec().standsBy()) {
        run.go(passed.values(), process);
      } else {
        run.launch(session, process);
      }
      return process;
    } catch (RuntimeException failure) {
      streams.abandon();
      throw failure;
    }
  }

  /**
   * Before a launch. A future that is complete by the time it is asked does not look whether its
   * caller was interrupted, and a short run may be.
   */
  static void refuseInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the launch");
    }
  }

  /** Waits until execve succeeded. */
  void awaitStarted() throws InterruptedException {
    try {
      run.awaitStarted();
    } catch (InterruptedException interrupt) {
      streams.abandon();
      throw interrupt;
    }
  }

  /**
   * Waits for the end as {@code run} does: only once, and an interrupt kills what runs and waits
   * until it is collected.
   */
  SandboxResult awaitEnd() throws InterruptedException {
    try {
      return settled();
    } catch (InterruptedException interrupt) {
      endInterrupted();
      throw interrupt;
    }
  }

  /** The result, or why there was no launch. */
  private SandboxResult settled() throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException failure) {
      if (run.started().isCompletedExceptionally()
          && failure.getCause() instanceof RuntimeException reason) {
        throw reason;
      }
      throw new SandboxException("the result could not be collected", failure.getCause());
    }
  }

  @Override
  public void started() {
    Descriptor listener = run.received("listener");
    if (listener != null) {
      DeniedCallPolicy policy = run.spec().noted(DeniedCallPolicy.class).orElseThrow();
      policy.begin();
      denials =
          new Denials(run.supervisor().loop(), listener, policy, () -> run.kill(Cause.VIOLATION));
    }
    streams.begin();
    begun = true;
  }

  @Override
  public void failed(RuntimeException reason) {
    streams.abandon();
    closeDescriptors();
    over();
    result.completeExceptionally(reason);
  }

  /**
   * Every process is dead. What waits for readers or files goes to a virtual thread; mostly there
   * is neither, and the result is made at once.
   */
  @Override
  public void ended(ShimEvent.Ended end) {
    if (!begun) {
      return; // it has failed
    }
    if (denials != null) {
      denials.close(); // handlers have nobody to answer any more
    }
    CompletableFuture<Void> drained = streams.runEnded();
    if (drained.isDone() && command.copyOuts().isEmpty()) {
      settle(end);
      onVirtualThread(this::closeDescriptors); // the unmount of a full disk takes long
    } else {
      onVirtualThread(() -> {
        drained.join();
        settle(end);
        closeDescriptors();
      });
    }
  }

  private static void onVirtualThread(Runnable work) {
    Thread.ofVirtual().name("sandbox4j-result").start(work);
  }

  private void settle(ShimEvent.Ended end) {
    try {
      SandboxResult made = collect(end);
      over();
      result.complete(made);
    } catch (RuntimeException failure) {
      over();
      result.completeExceptionally(failure);
    }
  }

  /** Does something quick when the run is over, before anybody who waits for it hears. */
  void whenOver(Runnable action) {
    synchronized (whenOver) {
      if (!over) {
        whenOver.add(action);
        return;
      }
    }
    action.run();
  }

  private void over() {
    synchronized (whenOver) {
      over = true;
    }
    whenOver.forEach(Runnable::run);
  }

  private void closeDescriptors() {
    if (denials != null) {
      denials.close();
    }
    for (String name : List.of("disk.received", "listener")) {
      Descriptor descriptor = run.received(name);
      if (descriptor != null) {
        descriptor.close();
      }
    }
  }

  private SandboxResult collect(ShimEvent.Ended end) {
    UsageReport report = run.report(end.readings());
    Usage usage =
        Figures.of(
            report,
            end.ending().rusage(),
            end.ending().wallNanos(),
            end.ending().setupNanos(),
            afterwards.queued());
    finalUsage = usage;
    Outcome outcome =
        Verdict.of(
            new Verdict.Evidence(
                end.cause(),
                end.status(),
                run.spec().limits(),
                report,
                end.ending().wallNanos(),
                usage.cpu().toNanos(),
                budget.used(),
                run.spec().sandbox().rlimitSubstitute(),
                denials == null ? null : denials.violation()));
    Map<GuestPath, OutFile> files = takeFiles();
    List<CollectedFile> taken = files.values().stream().map(CollectedFile.class::cast).toList();
    Runnable free = () -> taken.forEach(CollectedFile::close);
    Runnable[] onClose = {free};
    SandboxResult made =
        new SandboxResult(
            outcome,
            usage,
            streams.stdoutKept(),
            streams.stderrKept(),
            files,
            denials == null ? List.of() : denials.denied(),
            denials == null ? List.of() : denials.handlerFailures(),
            touched(outcome, report),
            afterwards.walls(),
            () -> onClose[0].run());
    if (!taken.isEmpty()) {
      // A result that its caller forgets gives its files back when it is collected.
      onClose[0] = Supervisors.instance().cleaner().register(made, free)::clean;
    }
    return made;
  }

  private Map<GuestPath, OutFile> takeFiles() {
    Map<GuestPath, OutFile> files = new LinkedHashMap<>();
    Descriptor session = afterwards.sessionDisk();
    Descriptor disk = session == null ? run.received("disk.received") : session;
    Map<GuestPath, Size> wanted = command.copyOuts();
    wanted.forEach((path, max) -> files.put(path, take(path, max, disk)));
    return files;
  }

  private CollectedFile take(GuestPath path, Size max, @Nullable Descriptor disk) {
    Optional<String> inside = GuestFiles.onDisk(path);
    return disk == null || inside.isEmpty() || !disk.isOpen()
        ? CollectedFile.refused(path, OutFile.Status.IRREGULAR)
        : CollectedFile.take(path, disk, inside.get(), max, afterwards.room());
  }

  private List<Touched> touched(Outcome outcome, @Nullable UsageReport report) {
    List<Touched> touched = new ArrayList<>();
    if (report != null && report.tasksRefused() > 0) {
      touched.add(new Touched(Limit.TASKS, report.tasksRefused()));
    }
    if (report != null
        && report.ownMemoryLimitHit()
        && !(outcome instanceof Outcome.LimitExceeded)) {
      touched.add(new Touched(Limit.MEMORY, 1));
    }
    Descriptor disk = run.received("disk.received");
    if (disk != null && disk.isOpen() && DiskSpace.isFull(disk)) {
      touched.add(new Touched(Limit.DISK, 1));
    }
    return touched;
  }

  Run run() {
    return run;
  }

  @Override
  public long pid() {
    return run.started().join().pid();
  }

  @Override
  public boolean isAlive() {
    return !run.ended().isDone();
  }

  @Override
  public SandboxResult waitFor() throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException failure) {
      throw new SandboxException("the result could not be collected", failure.getCause());
    }
  }

  @Override
  public Optional<SandboxResult> waitFor(Duration timeout) throws InterruptedException {
    try {
      return Optional.of(result.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException goesOn) {
      return Optional.empty();
    } catch (ExecutionException failure) {
      throw new SandboxException("the result could not be collected", failure.getCause());
    }
  }

  @Override
  public CompletableFuture<SandboxResult> onExit() {
    // Each on a thread of its own: a continuation that waits must not hold up other waiters.
    return result.thenApplyAsync(made -> made, Thread::startVirtualThread);
  }

  @Override
  public OutputStream stdin() {
    return streams.stdin();
  }

  @Override
  public InputStream stdout() {
    return streams.stdout();
  }

  @Override
  public InputStream stderr() {
    return streams.stderr();
  }

  @Override
  public Usage usage() {
    Usage last = finalUsage;
    if (last != null) {
      return last;
    }
    ShimEvent.Usage now = await(run.askUsage());
    last = finalUsage;
    if (now.errno() != 0) {
      return last != null ? last : result.join().usage();
    }
    long setup = run.started().join().setupNanos();
    return Figures.of(
        run.report(now.readings()), null, now.wallNanos(), setup, afterwards.queued());
  }

  private static <T> T await(CompletableFuture<T> answer) {
    return answer.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void pause() {
    freeze(ShimRequest.PAUSE, "pause");
  }

  @Override
  public void resume() {
    freeze(ShimRequest.RESUME, "resume");
  }

  private void freeze(ShimRequest request, String what) {
    int errno = await(run.ask(request, 0)).errno();
    if (errno != 0 && errno != Errno.ESRCH) {
      throw new SandboxException(
          "cannot "
              + what
              + " the run: "
              + Errno.name(errno)
              + (errno == Errno.ENOSYS ? ". It has no cgroup with a freezer" : ""));
    }
  }

  @Override
  public void signal(int signal) {
    if (signal < 1 || signal > 64) {
      throw new IllegalArgumentException("a signal is 1 to 64, not " + signal);
    }
    int errno = await(run.ask(ShimRequest.SIGNAL, signal)).errno();
    if (errno != 0 && errno != Errno.ESRCH) {
      throw new SandboxException("cannot send signal " + signal + ": " + Errno.name(errno));
    }
  }

  @Override
  public void terminate(Duration grace) {
    signal(SIGTERM);
    Thread.startVirtualThread(() -> {
      try {
        if (waitFor(grace).isEmpty()) {
          destroy();
        }
      } catch (InterruptedException interrupt) {
        Thread.currentThread().interrupt();
      }
    });
  }

  @Override
  public void destroy() {
    kill(Outcome.Killer.DESTROY);
  }

  /** Its caller was interrupted while waiting: kills the run, and returns when it is collected. */
  private void endInterrupted() {
    kill(Outcome.Killer.INTERRUPT);
    boolean again = false;
    while (true) {
      try {
        settled().close();
        break;
      } catch (InterruptedException more) {
        again = true;
      } catch (RuntimeException undone) {
        break; // the launch was under way, and nothing of it is left
      }
    }
    if (again) {
      Thread.currentThread().interrupt();
    }
  }

  void kill(Outcome.Killer by) {
    run.kill(Cause.of(by));
  }

  @Override
  public void close() {
    if (isAlive()) {
      kill(Outcome.Killer.CLOSE);
    }
    var _ = result.thenAccept(SandboxResult::close);
    streams.abandonReaders();
  }

  /** What was kept so far of stderr, for messages. */
  CapturedOutput stderrKept() {
    return streams.stderrKept();
  }
}
