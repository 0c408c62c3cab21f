/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Outcome;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.launch.LaunchPlan;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.spi.Ahead;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one sandbox has made ahead of its launches: its root, and a few network namespaces. The
 * first launches make their own; what a sandbox that runs again and again will need next is made
 * while its program runs. Nothing depends on it: without, a launch takes longer. Thread-safe.
 */
final class MadeAhead implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MadeAhead.class);
  private static final int LAUNCHES_BEFORE = 2;
  private static final int FEW = 3;

  private final List<PreparedLayer> layers;
  private final Function<Supervisor, RunSpec> standIn;
  private final Consumer<Run> tracked;
  private final Map<Ahead, Deque<Descriptor>> stock = new EnumMap<>(Ahead.class); // guarded by this
  private final Map<Ahead, Integer> coming = new EnumMap<>(Ahead.class); // guarded by this
  private int launches; // guarded by this
  private int makers; // guarded by this
  private @org.jspecify.annotations.Nullable CompiledPlan networks; // guarded by this
  private boolean closed; // guarded by this

  /**
   * Nothing yet.
   *
   * @param layers whose steps make things
   * @param standIn a run that stands for those to come
   * @param tracked told of each run that makes something
   */
  MadeAhead(
      List<PreparedLayer> layers, Function<Supervisor, RunSpec> standIn, Consumer<Run> tracked) {
    this.layers = layers;
    this.standIn = standIn;
    this.tracked = tracked;
    for (Ahead what : Ahead.values()) {
      stock.put(what, new ArrayDeque<>());
      coming.put(what, 0);
    }
  }

  /** Passes what is there and suits the run along with it. */
  void equip(RunSpec run) {
    if (run.kind() != RunSpec.Kind.SINGLE || run.entering() != Role.PROGRAM) {
      return;
    }
    for (Ahead what : Ahead.values()) {
      if (allowed(what, run)) {
        Descriptor made = take(what);
        if (made != null) {
          run.pass(passedAs(what), made);
        }
      }
    }
  }

  private static String passedAs(Ahead what) {
    return switch (what) {
      case ROOT -> RunSpec.PREPARED_ROOT;
      case NETWORK -> RunSpec.PREPARED_NETWORK;
    };
  }

  /** One root serves every run, a network serves one. */
  private synchronized @org.jspecify.annotations.Nullable Descriptor take(Ahead what) {
    Deque<Descriptor> made = stock.getOrDefault(what, new ArrayDeque<>());
    return switch (what) {
      case ROOT -> made.isEmpty() ? null : made.getFirst().duplicate();
      case NETWORK -> made.pollFirst();
    };
  }

  private boolean allowed(Ahead what, RunSpec run) {
    for (PreparedLayer layer : layers) {
      if (!layer.allowsAhead(what, run)) {
        return false;
      }
    }
    return true;
  }

  /** A run has started: makes what the next ones need, in the background and off the loop. */
  void refill(Supervisor supervisor) {
    for (Ahead what : Ahead.values()) {
      while (wants(what)) {
        Thread.startVirtualThread(() -> make(what, supervisor));
      }
    }
  }

  void launched() {
    synchronized (this) {
      launches++;
    }
  }

  private synchronized boolean wants(Ahead what) {
    if (closed || launches < LAUNCHES_BEFORE) {
      return false;
    }
    int enough =
        switch (what) {
          case ROOT -> 1;
          case NETWORK -> FEW;
        };
    int have = stock.getOrDefault(what, new ArrayDeque<>()).size() + coming.getOrDefault(what, 0);
    if (have >= enough) {
      return false;
    }
    coming.merge(what, what.atOnce(), Integer::sum);
    return true;
  }

  private void make(Ahead what, Supervisor supervisor) {
    synchronized (this) {
      if (closed) {
        return;
      }
      makers++;
    }
    try {
      launch(what, supervisor);
    } finally {
      synchronized (this) {
        makers--;
        closeUnused();
      }
    }
  }

  /** The last one who may send it closes it. */
  private synchronized void closeUnused() {
    if (closed && makers == 0 && networks != null) {
      networks.close();
      networks = null;
    }
  }

  private void launch(Ahead what, Supervisor supervisor) {
    RunSpec spec = standIn.apply(supervisor);
    if (spec.entering() != Role.PROGRAM || !allowed(what, spec)) {
      never(what);
      return;
    }
    try {
      Run run =
          switch (what) {
            case ROOT -> new Run(spec, plan(what, spec), supervisor);
            case NETWORK -> new Run(spec, networks(spec, supervisor), supervisor);
          };
      tracked.accept(run);
      var _ = run.started().whenComplete((_, failure) -> made(what, run, failure));
      run.launchAhead();
    } catch (RuntimeException failure) {
      spec.abandon();
      failed(what, failure);
    }
  }

  /** The plan names nothing that is one run's own, so it serves them all. */
  private synchronized CompiledPlan networks(RunSpec spec, Supervisor supervisor) {
    CompiledPlan plan = networks;
    if (plan == null) {
      plan = CompiledPlan.of(plan(Ahead.NETWORK, spec), supervisor);
      networks = plan;
    }
    return plan;
  }

  private LaunchPlan plan(Ahead what, RunSpec spec) {
    PlanBuilder plan = new PlanBuilder();
    AheadSteps steps = new AheadSteps(spec, plan, what);
    steps.begin();
    for (PreparedLayer layer : layers) {
      layer.makeAhead(what, spec, plan);
    }
    steps.finish();
    return plan.build();
  }

  private void made(Ahead what, Run run, @org.jspecify.annotations.Nullable Throwable failure) {
    if (failure != null) {
      failed(what, failure);
      return;
    }
    run.kill(Cause.of(Outcome.Killer.CLOSE));
    List<Descriptor> made = new ArrayList<>();
    for (int i = 0; i < what.atOnce(); i++) {
      Descriptor descriptor = run.received(AheadSteps.made(i));
      if (descriptor != null) {
        made.add(descriptor);
      }
    }
    synchronized (this) {
      coming.merge(what, -what.atOnce(), Integer::sum);
      if (!closed) {
        stock.getOrDefault(what, new ArrayDeque<>()).addAll(made);
        return;
      }
    }
    made.forEach(Descriptor::close);
  }

  /** Launches go on making their own. */
  private void failed(Ahead what, Throwable failure) {
    LOG.atDebug().setCause(failure).log("could not make a {} ahead", what);
    never(what);
  }

  /** It counts as coming for ever, so that none is tried again. */
  private synchronized void never(Ahead what) {
    coming.put(what, Integer.MAX_VALUE / 2);
  }

  @Override
  public synchronized void close() {
    closed = true;
    closeUnused();
    stock
        .values()
        .forEach(made -> {
          made.forEach(Descriptor::close);
          made.clear();
        });
  }
}
