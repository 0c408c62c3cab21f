/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import io.sandbox4j.GuestPath;
import io.sandbox4j.Isolation;
import io.sandbox4j.Limits;
import io.sandbox4j.Network;
import io.sandbox4j.Root;
import io.sandbox4j.Wall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the author of a sandbox asked for; engine-neutral and checked.
 *
 * @param root what programs see as {@code /}
 * @param views what they see besides
 * @param limits the ceilings of every run
 * @param network what they can reach
 * @param isolation the engine, with its options
 * @param environment their environment
 * @param secrets names of variables whose values are never printed
 * @param hostname the host name they see
 * @param uid their user id inside
 * @param gid their group id inside
 * @param cwd their working directory
 * @param required walls that must stand
 * @param chroot whether chroot replaces pivot_root
 * @param rlimitSubstitute whether per-process limits may stand in for a cgroup
 * @param hostServices whether binds may hold sockets and FIFOs
 */
public record SandboxSpec(
    Root root,
    List<FileView> views,
    Limits limits,
    Network network,
    Isolation isolation,
    Map<String, String> environment,
    Set<String> secrets,
    String hostname,
    int uid,
    int gid,
    GuestPath cwd,
    Set<Wall> required,
    boolean chroot,
    boolean rlimitSubstitute,
    boolean hostServices) {
  private static final Set<String> TAKEN = Set.of("/", "/work", "/tmp");

  /** Kernel file systems: a mount over or inside them could shadow what masks them. */
  private static final List<GuestPath> TREES =
      List.of(GuestPath.absolute("/proc"), GuestPath.absolute("/dev"));

  private static final int SMALLEST_DISK = 4096;

  /**
   * Copies the collections and checks the mounts.
   *
   * @throws IllegalArgumentException if two mounts have one target, a target is a place of the
   *     sandbox's own, or tmpfs leave nothing of the disk limit
   */
  public SandboxSpec {
    views = List.copyOf(views);
    environment = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    secrets = Set.copyOf(secrets);
    required = Set.copyOf(required);
    checkTargets(views);
    checkDisk(views, limits);
  }

  private static void checkTargets(List<FileView> views) {
    Map<GuestPath, FileView> targets = new HashMap<>();
    for (FileView view : views) {
      FileView other = targets.put(view.at(), view);
      if (other != null) {
        throw new IllegalArgumentException(
            "two mounts on one target: " + other.inWords() + " and " + view.inWords());
      }
      boolean overWork = view.at().equals(GuestPath.WORK) && !(view instanceof FileView.Content);
      boolean ours = TAKEN.contains(view.at().text()) && !overWork;
      if (ours || TREES.stream().anyMatch(tree -> tree.contains(view.at()))) {
        throw new IllegalArgumentException(
            view.inWords() + ": the sandbox itself makes that place; choose another target");
      }
    }
  }

  /** The tmpfs of a request are taken off its disk limit; something must be left of it. */
  private static void checkDisk(List<FileView> views, Limits limits) {
    long left = limits.disk().bytes();
    for (FileView view : views) {
      if (view instanceof FileView.Tmpfs tmpfs && !limits.disk().isUnlimited()) {
        left -= Math.min(left, tmpfs.size().bytes());
        if (left < SMALLEST_DISK) {
          throw new IllegalArgumentException(
              view.inWords() + " leaves nothing of limits.disk, " + limits.disk());
        }
      }
    }
  }

  /**
   * The same request with more to see.
   *
   * @param more further views
   * @return the request
   */
  public SandboxSpec plus(List<FileView> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<FileView> all = new ArrayList<>(views);
    all.addAll(more);
    return new SandboxSpec(
        root,
        all,
        limits,
        network,
        isolation,
        environment,
        secrets,
        hostname,
        uid,
        gid,
        cwd,
        required,
        chroot,
        rlimitSubstitute,
        hostServices);
  }
}
