/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

import io.sandbox4j.spi.RunSpec;

/**
 * The ids of one run, inside and outside. Left as a note on the run for the other layers.
 *
 * @param kind how inner ids become host ids
 * @param base the host id of inner id 0, or the one host id of a {@link Kind#SINGLE} map
 * @param baseGid the same for groups
 * @param uid the program's inner user id
 * @param gid the program's inner group id
 * @param hostUid the program's user id as the host sees it
 * @param hostGid the program's group id as the host sees it
 */
public record Identity(
    Kind kind, long base, long baseGid, int uid, int gid, long hostUid, long hostGid) {

  /** How inner ids become host ids. */
  public enum Kind {
    /** A user namespace over a block of host ids that no one else has. */
    BLOCK,
    /** A user namespace over the one id of the ordinary user who runs the JVM. */
    SINGLE,
    /** No user namespace: the block's ids are used as they are. */
    UNMAPPED
  }

  /**
   * The identity that the ids layer left on a run or on its session.
   *
   * @param run the run
   * @return the identity
   * @throws IllegalStateException if the ids layer has not contributed before
   */
  public static Identity of(RunSpec run) {
    return run.noted(Identity.class)
        .or(() -> run.session().flatMap(s -> s.noted(Identity.class)))
        .orElseThrow(() ->
            new IllegalStateException("the ids layer contributes before layers that need ids"));
  }

  /** What a system call inside the sandbox takes for the program's user. */
  public long guestUid() {
    return kind == Kind.UNMAPPED ? hostUid : uid;
  }

  /** What a system call inside the sandbox takes for the program's group. */
  public long guestGid() {
    return kind == Kind.UNMAPPED ? hostGid : gid;
  }

  /** Whether the sandbox's processes change their ids on the way, which takes CAP_SETUID. */
  public boolean changesIds() {
    return kind != Kind.SINGLE;
  }
}
