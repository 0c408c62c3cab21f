/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import io.sandbox4j.spi.Engine;
import io.sandbox4j.spi.LayerOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;

/** The process engine, with its layers' options. Immutable; each method returns a new one. */
public final class ProcessIsolation implements Isolation {
  private final List<LayerOption> options;
  private final Set<Wall> without;

  ProcessIsolation() {
    this(List.of(), EnumSet.noneOf(Wall.class));
  }

  private ProcessIsolation(List<LayerOption> options, Set<Wall> without) {
    this.options = List.copyOf(options);
    this.without = without;
  }

  /**
   * Sets an option of a layer.
   *
   * @param option for example a seccomp policy
   * @return a new isolation
   */
  public ProcessIsolation with(LayerOption option) {
    List<LayerOption> more = new ArrayList<>(options);
    more.removeIf(other -> other.getClass() == option.getClass());
    more.add(option);
    return new ProcessIsolation(more, without);
  }

  /**
   * Leaves a wall out.
   *
   * @param wall which
   * @param danger {@link Danger#WALL_IS_MISSING}
   * @return a new isolation
   */
  public ProcessIsolation without(Wall wall, Danger danger) {
    if (Objects.requireNonNull(danger, "danger") != Danger.WALL_IS_MISSING) {
      throw new IllegalArgumentException(
          "leaving out " + wall + " takes WALL_IS_MISSING, not " + danger);
    }
    Set<Wall> more = EnumSet.copyOf(without.isEmpty() ? EnumSet.of(wall) : without);
    more.add(wall);
    return new ProcessIsolation(options, more);
  }

  /** {@return the options of its layers, one of each kind} */
  public List<LayerOption> options() {
    return options;
  }

  /**
   * The option of that kind.
   *
   * @param kind the option's class
   * @param <T> the option's class
   * @return the option, or empty
   */
  public <T extends LayerOption> java.util.Optional<T> option(Class<T> kind) {
    return options.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** {@return the walls that are left out} */
  public Set<Wall> without() {
    return Set.copyOf(without);
  }

  @Override
  public Engine engine() {
    for (Engine engine : ServiceLoader.load(Engine.class, Sandbox.class.getClassLoader())) {
      if (engine.name().equals("process")) {
        return engine;
      }
    }
    throw new UnsupportedHostException(
        "the process engine is not here; its jar was taken apart: META-INF/services is missing",
        new HostReport(List.of()));
  }
}
