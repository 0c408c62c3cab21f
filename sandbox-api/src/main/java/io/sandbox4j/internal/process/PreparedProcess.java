/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.sandbox4j.Command;
import io.sandbox4j.Explanation;
import io.sandbox4j.HostReport;
import io.sandbox4j.Limit;
import io.sandbox4j.Limits;
import io.sandbox4j.Outcome;
import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Session;
import io.sandbox4j.SessionOptions;
import io.sandbox4j.Size;
import io.sandbox4j.UnsupportedHostException;
import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.LinuxException;
import io.sandbox4j.launch.LaunchPlan;
import io.sandbox4j.launch.Step;
import io.sandbox4j.launch.Watch;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.Layer;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.PreparedSandbox;
import io.sandbox4j.spi.RunSpec;
import io.sandbox4j.spi.SandboxSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The process engine made ready for one sandbox: its layers, its runs. */
final class PreparedProcess implements PreparedSandbox {
  private static final long CLOSE_SECONDS = 5;
  private static final long CLOSE_POLL_MILLIS = 20;
  private static final AtomicLong NAMES = new AtomicLong();

  private final SandboxSpec spec;
  private final HostFacts host;
  private final List<PreparedLayer> layers;
  private final List<WallState> walls;
  private final Set<Run> runs = ConcurrentHashMap.newKeySet();
  private final Launches launches;
  private final HostCeilings ceilings;
  private final ResultFiles files;
  private volatile boolean closed;
  private volatile @Nullable Supervisor last;

  private PreparedProcess(
      SandboxSpec spec,
      HostFacts host,
      HostCeilings ceilings,
      List<PreparedLayer> layers,
      List<WallState> walls) {
    this.spec = spec;
    this.host = host;
    this.layers = layers;
    this.walls = walls;
    this.ceilings = ceilings;
    this.files = new ResultFiles(Size.bytes(ceilings.memory().bytes() / 4));
    this.launches = new Launches(layers, Supervisors.ownFilters(), this::standIn, this::track);
  }

  /** Stands for the runs to come. */
  private RunSpec standIn(Supervisor supervisor) {
    return new RunSpec(
        RunSpec.Kind.SESSION, name(supervisor), spec, null, spec.limits(), host, null);
  }

  static PreparedProcess prepare(SandboxSpec spec, HostFacts host, List<Layer> found) {
    HostCeilings ceilings = HostCeilings.read();
    var _ = ceilings.check(spec.limits());
    Supervisors.instance().acquire();
    List<PreparedLayer> layers = new ArrayList<>();
    try {
      for (Layer layer : found) {
        layers.add(layer.prepare(spec, host));
      }
      List<WallState> walls = walls(spec, layers);
      return new PreparedProcess(spec, host, ceilings, List.copyOf(layers), walls);
    } catch (RuntimeException failure) {
      layers.forEach(PreparedLayer::close);
      Supervisors.instance().release();
      throw failure;
    }
  }

  /** Every wall's state; a mandatory or required one that nobody builds is an error. */
  private static List<WallState> walls(SandboxSpec spec, List<PreparedLayer> layers) {
    Map<Wall, WallState> states = new EnumMap<>(Wall.class);
    for (PreparedLayer layer : layers) {
      layer.walls().forEach(state -> states.put(state.wall(), state));
    }
    Set<Wall> without =
        spec.isolation() instanceof ProcessIsolation process ? process.without() : Set.of();
    for (Wall wall : Wall.values()) {
      WallState state =
          states.computeIfAbsent(
              wall,
              w ->
                  new WallState(
                      w, false, "no layer builds it; io.sandbox4j:" + w.artifact() + " does"));
      boolean needed =
          (wall.isMandatory() && !without.contains(wall) && !isWaived(spec, wall))
              || spec.required().contains(wall);
      if (!state.inForce() && needed) {
        throw new UnsupportedHostException(
            "the wall " + wall + " is missing: " + state.detail(),
            new HostReport(
                List.of(
                    new HostReport.Finding(
                        wall.name(), HostReport.State.MISSING, state.detail(), ""))));
      }
    }
    return List.copyOf(states.values());
  }

  private static boolean isWaived(SandboxSpec spec, Wall wall) {
    return switch (wall) {
      case NETWORK_NAMESPACE -> spec.network() instanceof io.sandbox4j.Network.Host;
      case CGROUP_LIMITS -> spec.rlimitSubstitute();
      default -> false;
    };
  }

  @Override
  public SandboxSpec spec() {
    return spec;
  }

  @Override
  public List<WallState> walls() {
    return walls;
  }

  @Override
  public SandboxProcess start(Command command, Duration queued, Runnable over)
      throws InterruptedException {
    // Of its own, too: a close meanwhile must not end the loop that undoes this launch.
    Supervisors.instance().acquire();
    try {
      RunningCommand.refuseInterrupted();
      RunningCommand process = launch(command, queued);
      process.awaitStarted();
      process.whenOver(over);
      return process;
    } finally {
      Supervisors.instance().release();
    }
  }

  @Override
  public SandboxResult run(Command command, Duration queued) throws InterruptedException {
    Supervisors.instance().acquire();
    try {
      RunningCommand.refuseInterrupted();
      return launch(command, queued).awaitEnd();
    } finally {
      launches.resultGiven();
      Supervisors.instance().release();
    }
  }

  private RunningCommand launch(Command command, Duration queued) {
    try {
      Supervisor supervisor = supervisor();
      Limits limits = ceilings.check(command.limitsUnder(spec.limits()));
      RunSpec run =
          new RunSpec(
              RunSpec.Kind.SINGLE,
              name(supervisor),
              spec.plus(command.binds()),
              command,
              limits,
              host,
              null);
      Afterwards afterwards = new Afterwards(queued, walls, null, files);
      return launch(supervisor, run, command, afterwards, 0);
    } catch (LinuxException failure) {
      throw FailureText.ofTheJvm(failure);
    }
  }

  /**
   * The living shim; what a dead one left behind is removed before the first launch by its
   * successor.
   */
  private Supervisor supervisor() {
    if (closed) {
      throw new IllegalStateException("the sandbox is closed");
    }
    Supervisor current = Supervisors.instance().current();
    Supervisor before = last;
    if (before != current) {
      last = current;
      if (before != null) {
        layers.forEach(PreparedLayer::shimReplaced);
      }
    }
    return current;
  }

  /** Sends a command of its own or inside a session on its way. */
  RunningCommand launch(
      Supervisor supervisor, RunSpec spec, Command command, Afterwards afterwards, long session) {
    // The budget kills a run that does not exist yet when it is made.
    CompletableFuture<Run> made = new CompletableFuture<>();
    OutputBudget budget =
        new OutputBudget(
            spec.limits().output().bytes(),
            () -> {
              var _ = made.thenAccept(run -> run.kill(Cause.of(Limit.OUTPUT)));
            });
    StandardStreams streams = StandardStreams.open(supervisor.loop(), budget, spec, command);
    Run run;
    try {
      run = launches.of(supervisor, spec);
    } catch (RuntimeException failure) {
      spec.abandon();
      streams.abandon();
      throw orClosed(failure);
    }
    made.complete(run);
    try {
      RunningCommand process =
          RunningCommand.launch(run, spec.passed(), command, streams, budget, afterwards, session);
      launches.prepareNext(supervisor, run);
      return process;
    } catch (IllegalStateException overtaken) {
      throw orClosed(overtaken);
    }
  }

  void track(Run run) {
    runs.add(run);
    var _ = run.gone().whenComplete((_, _) -> runs.remove(run));
    if (closed) {
      run.neverLaunched(); // the close may wait for it
      throw new IllegalStateException("the sandbox is closed");
    }
  }

  /** What a launch that a close overtook stumbles over is not the caller's business. */
  RuntimeException orClosed(RuntimeException failure) {
    return closed ? new IllegalStateException("the sandbox is closed", failure) : failure;
  }

  /** The whole plan of a run. */
  LaunchPlan plan(RunSpec run) {
    return launches.plan(run);
  }

  static String name(Supervisor supervisor) {
    return supervisor.name() + "-" + NAMES.incrementAndGet();
  }

  SandboxSpec specWith(SessionOptions options) {
    return spec.plus(options.views());
  }

  /** What follows a command of a session. */
  Afterwards afterwards(Descriptor sessionDisk) {
    return new Afterwards(Duration.ZERO, walls, sessionDisk, files);
  }

  HostCeilings ceilings() {
    return ceilings;
  }

  HostFacts host() {
    return host;
  }

  @Override
  public void kill(SandboxProcess process, Outcome.Killer by) {
    if (process instanceof RunningCommand running) {
      running.kill(by);
    }
  }

  @Override
  public Session open(SessionOptions options) throws InterruptedException {
    Supervisors.instance().acquire();
    try {
      return EngineSession.open(this, options, supervisor());
    } catch (LinuxException failure) {
      throw FailureText.ofTheJvm(failure);
    } finally {
      Supervisors.instance().release();
    }
  }

  @Override
  public Explanation explain(Command command) {
    Limits limits = ceilings.check(command.limitsUnder(spec.limits()));
    RunSpec run =
        new RunSpec(
            RunSpec.Kind.SINGLE,
            "sandbox4j-explained",
            spec.plus(command.binds()),
            command,
            limits,
            host,
            null);
    try {
      launches.equip(run);
      LaunchPlan plan = plan(run);
      List<Explanation.Entry> steps = plan.steps().stream().map(PreparedProcess::entry).toList();
      return new Explanation(steps, plan.watches().stream().map(Watch::toString).toList());
    } finally {
      run.abandon();
    }
  }

  private static Explanation.Entry entry(Step step) {
    return new Explanation.Entry(
        step.role().name(), step.stage().name(), step.label(), step.asCall());
  }

  @Override
  public void close() {
    closed = true;
    launches.close();
    long deadline = System.nanoTime() + SECONDS.toNanos(CLOSE_SECONDS);
    try {
      // Again and again: a run whose launch is on its way hears only what comes after it. More and
      // more rarely: a thousand runs are ended faster by a shim that is not asked all the time.
      for (long pause = CLOSE_POLL_MILLIS;
          !runs.isEmpty() && System.nanoTime() < deadline;
          pause *= 2) {
        runs.forEach(run -> run.kill(Cause.of(Outcome.Killer.CLOSE)));
        awaitGone(Math.min(pause, MILLISECONDS.convert(deadline - System.nanoTime(), NANOSECONDS)));
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
    if (!runs.isEmpty()) {
      org.slf4j.LoggerFactory.getLogger(PreparedProcess.class)
          .atDebug()
          .log("runs outlive the close of their sandbox");
    }
    layers.forEach(PreparedLayer::close);
    // Those that are still dying need the shim to say how they ended.
    var _ = allGone().whenComplete((_, _) -> Supervisors.instance().release());
  }

  private CompletableFuture<Void> allGone() {
    return CompletableFuture.allOf(runs.stream().map(Run::gone).toArray(CompletableFuture[]::new));
  }

  private void awaitGone(long millis) throws InterruptedException {
    try {
      allGone().get(millis, MILLISECONDS);
    } catch (ExecutionException | TimeoutException late) {
      // The caller looks again.
    }
  }
}
