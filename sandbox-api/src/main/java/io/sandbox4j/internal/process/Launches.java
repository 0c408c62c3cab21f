/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Source;
import io.sandbox4j.launch.LaunchPlan;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.spi.OwnFilters;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives each run of a sandbox its launch: one that stands by, one whose plan is at hand, or a new
 * one; and makes ahead what the next run needs. Thread-safe.
 */
final class Launches implements AutoCloseable {
  /**
   * Who launches that soon after a result wants many results: what the next launch needs is made at
   * once, by the caller's thread, not when the program has begun.
   */
  private static final long SOON_NANOS = 1_000_000;

  private final List<PreparedLayer> layers;
  private final @Nullable OwnFilters filters;
  private final Consumer<Run> tracked;
  private final MadeAhead ahead;
  private final SettledLaunches settled = new SettledLaunches();
  private final Standby standby = new Standby();
  private volatile long lastResult = System.nanoTime() - SOON_NANOS;

  /** A plan, and the launch that keeps it if it will do for more than one run. */
  private record Planned(LaunchPlan plan, @Nullable SettledLaunch settled) {}

  /**
   * None yet.
   *
   * @param layers whose steps the plans have
   * @param filters of our own processes
   * @param standIn a run that stands for those to come
   * @param tracked told of each run before its launch; throws if there may be none any more
   */
  Launches(
      List<PreparedLayer> layers,
      @Nullable OwnFilters filters,
      Function<Supervisor, RunSpec> standIn,
      Consumer<Run> tracked) {
    this.layers = layers;
    this.filters = filters;
    this.tracked = tracked;
    this.ahead = new MadeAhead(layers, standIn, tracked);
  }

  /**
   * A run to be launched, or one that stands by. If there is none, what the spec passes is the
   * caller's to close.
   */
  Run of(Supervisor supervisor, RunSpec spec) {
    spec.command().ifPresent(command -> command.copyIns().values().forEach(Launches::requireHeld));
    List<Integer> ways = ways();
    Run ready = standby.take(supervisor, spec, ways);
    if (ready != null) {
      return ready;
    }
    Planned planned = planned(supervisor, spec, ways);
    if (planned.settled() != null) {
      return run(supervisor, spec, planned.settled());
    }
    Run run = new Run(spec, planned.plan(), supervisor);
    tracked.accept(run);
    return run;
  }

  /** A launch that is repeated does not open it again. */
  private static void requireHeld(Source source) {
    if (source instanceof Source.Held held) {
      held.content().open().close();
    }
  }

  /** With what was made ahead for it. */
  private Planned planned(Supervisor supervisor, RunSpec spec, List<Integer> ways) {
    ahead.equip(spec);
    SettledLaunch atHand = settled.take(supervisor, spec, ways);
    if (atHand != null) {
      return new Planned(atHand.plan().plan(), atHand);
    }
    Set<String> passed = Set.copyOf(spec.passed().keySet());
    LaunchPlan plan = plan(spec, layers, filters);
    return new Planned(
        plan,
        SettledLaunch.isPossible(spec, passed)
            ? new SettledLaunch(supervisor, spec, passed, ways, plan)
            : null);
  }

  private Run run(Supervisor supervisor, RunSpec spec, SettledLaunch launch) {
    RunSpec served = launch.serve(spec);
    Run run = new Run(served, launch.plan(), supervisor);
    var _ = run.gone().thenRun(() -> settle(launch, run.isClean()));
    try {
      tracked.accept(run);
    } catch (RuntimeException overtaken) {
      served.closePassed();
      throw overtaken;
    }
    return run;
  }

  private void settle(SettledLaunch launch, boolean clean) {
    if (clean) {
      settled.giveBack(launch);
    } else {
      launch.drop(); // its names may be taken
    }
  }

  /**
   * A run is on its way: makes what the next one needs, or all of it if it may be like this one.
   */
  void prepareNext(Supervisor supervisor, Run run) {
    ahead.launched();
    if (System.nanoTime() - lastResult < SOON_NANOS) {
      makeAhead(supervisor, run, Runnable::run);
    } else {
      var _ = run.started().thenRun(() -> makeAhead(supervisor, run, Thread::startVirtualThread));
    }
  }

  /** A caller has got a result. */
  void resultGiven() {
    lastResult = System.nanoTime();
  }

  private void makeAhead(Supervisor supervisor, Run run, Executor by) {
    ahead.refill(supervisor);
    if (run.isRepeatable()) {
      standby.refill(by, () -> standBy(supervisor, run.spec()));
    }
  }

  /** The next launch of a command, up to where it needs its streams. */
  private Standby.@Nullable Ready standBy(Supervisor supervisor, RunSpec like) {
    RunSpec spec = like.standingBy(PreparedProcess.name(supervisor));
    try {
      SettledLaunch launch = planned(supervisor, spec, ways()).settled();
      if (launch == null) {
        spec.abandon();
        return null;
      }
      Run run = run(supervisor, spec, launch);
      run.launchAhead();
      return new Standby.Ready(run, launch, System.nanoTime());
    } catch (RuntimeException failure) {
      spec.abandon();
      throw failure;
    }
  }

  private List<Integer> ways() {
    return layers.stream().map(PreparedLayer::way).toList();
  }

  /** Passes what was made ahead along with a run that is only looked at. */
  void equip(RunSpec spec) {
    ahead.equip(spec);
  }

  /** The whole plan of a run, for itself: the skeleton's frame, the layers in it. */
  LaunchPlan plan(RunSpec run) {
    var _ = ways();
    return plan(run, layers, filters);
  }

  /** The same from other layers. */
  static LaunchPlan plan(RunSpec run, List<PreparedLayer> layers, @Nullable OwnFilters filters) {
    PlanBuilder plan = new PlanBuilder();
    LaunchSkeleton skeleton = new LaunchSkeleton(run, plan, filters);
    skeleton.begin();
    for (PreparedLayer layer : layers) {
      layer.contribute(run, plan);
    }
    skeleton.finish();
    return plan.build();
  }

  @Override
  public void close() {
    standby.close();
    ahead.close();
    settled.close();
  }
}
