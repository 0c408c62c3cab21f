/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import io.sandbox4j.WallState;
import io.sandbox4j.launch.PlanBuilder;
import java.util.List;

/**
 * A layer made ready for one sandbox.
 *
 * @implSpec Thread-safe: runs start concurrently. What it takes for one run is given back through
 *     {@link RunSpec#onGone}.
 */
public interface PreparedLayer extends AutoCloseable {

  /** {@return the walls in force, or absent with the reason} */
  List<WallState> walls();

  /**
   * Adds this layer's steps to the plan of one run.
   *
   * @param run the run
   * @param plan where the steps go
   */
  void contribute(RunSpec run, PlanBuilder plan);

  /**
   * Which of its ways this layer goes for the next run, where that depends on more than the run: on
   * what the kernel counts at the moment, say. Asked once for each launch. A plan is used again for
   * a like run only if every layer gives the same answer.
   *
   * @return a number for each way, 0 for a layer that has only one
   */
  default int way() {
    return 0;
  }

  /**
   * Whether a run can use what was made ahead.
   *
   * @param what what was made
   * @param run the run
   * @return false if this layer has to make it in the launch
   */
  default boolean allowsAhead(Ahead what, RunSpec run) {
    return true;
  }

  /**
   * Adds this layer's steps to the plan that makes something ahead of the launches: those of init,
   * and of the shim while init waits for them. Called only for what the layer allows.
   *
   * @param what what is made
   * @param run stands for the runs to come: a session's, without a command
   * @param plan where the steps go
   */
  default void makeAhead(Ahead what, RunSpec run, PlanBuilder plan) {}

  /**
   * A new shim took the place of one that died: removes what the dead one left on the host.
   *
   * @implSpec Quick; throws nothing.
   */
  default void shimReplaced() {}

  /** Gives back what the layer holds for the sandbox; no run is alive then. */
  @Override
  default void close() {}
}
