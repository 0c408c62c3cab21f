/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import io.sandbox4j.HostReport;
import io.sandbox4j.Wall;
import java.util.List;
import java.util.Set;

/**
 * One wall, or a few that belong together, of the process engine. Found by {@link
 * java.util.ServiceLoader}; a module that brings layers lists them in its module-info and in {@code
 * META-INF/services}.
 *
 * @implSpec Stateless and thread-safe; nothing native is linked before {@link #probe} or {@link
 *     #prepare}.
 */
public interface Layer {

  /** {@return a short name for messages, for example {@code cgroup}} */
  String name();

  /** {@return the walls it builds} */
  Set<Wall> walls();

  /**
   * Tells by trying what this host allows.
   *
   * @param host facts gathered before
   * @return a finding for each subject, with reason and fix where something is missing
   */
  List<HostReport.Finding> probe(HostFacts host);

  /**
   * Makes ready for the runs of one sandbox.
   *
   * @param spec what the sandbox's author asked for
   * @param host facts about the host
   * @return the prepared layer
   * @throws io.sandbox4j.UnsupportedHostException if the host cannot build a wall that the spec
   *     needs
   * @throws IllegalArgumentException if the spec asks for something the layer refuses
   */
  PreparedLayer prepare(SandboxSpec spec, HostFacts host);
}
