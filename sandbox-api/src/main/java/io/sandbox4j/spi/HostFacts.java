/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import java.util.List;
import java.util.Objects;

/**
 * What is known about the JVM's own process and host before anything is tried.
 *
 * @param machine the CPU architecture as {@code uname -m} names it, for example {@code x86_64}
 * @param uid effective user id of the JVM
 * @param gid effective group id of the JVM
 * @param groups its supplementary groups
 * @param cpus CPUs it may run on
 * @param oomScoreAdj its oom_score_adj
 * @param mostFiles its hard limit of descriptors: none has this number or a higher one
 * @param privileged whether it has CAP_SYS_ADMIN, CAP_SETUID and CAP_SETGID where it stands
 * @param ownsNamespaces whether the namespaces it stands in belong to its own user namespace, so
 *     that its shim may leave and enter them again (setns(2))
 */
public record HostFacts(
    String machine,
    int uid,
    int gid,
    List<Integer> groups,
    int cpus,
    int oomScoreAdj,
    long mostFiles,
    boolean privileged,
    boolean ownsNamespaces) {
  /** Copies the groups. */
  public HostFacts {
    Objects.requireNonNull(machine, "machine");
    groups = List.copyOf(groups);
  }
}
