/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds where cgroups of sandboxes can be made. On v1 that is below the JVM's own. On v2 a cgroup
 * that holds processes cannot enable controllers for its children (cgroup-v2.rst, "No Internal
 * Process Constraint"), so it is the nearest ancestor that can, is the JVM's user's to write, and
 * has the controllers; nothing is moved unless asked for.
 */
final class CgroupSearch {
  private static final List<String> LEGACY = List.of("memory", "pids", "cpuacct");
  private static final List<String> OPTIONAL = List.of("cpu", "cpuset", "freezer");
  private static final Set<String> NEEDED = Set.of("memory", "pids");
  static final String FIX =
      "start the JVM where it may make cgroups: 'systemd-run --user --scope -p Delegate=yes java ...' for an"
          + " ordinary user, a unit with Delegate=yes and isolation().with(Cgroup.besideTheJvm()), a"
          + " container with a writable /sys/fs/cgroup (docker run --cgroupns=private"
          + " --mount type=bind,src=/sys/fs/cgroup,dst=/sys/fs/cgroup,bind-propagation=rslave --security-opt"
          + " systempaths=unconfined, Kubernetes: securityContext.privileged) and the same call; or name a"
          + " delegated directory with isolation().with(Cgroup.under(path)) or the system property"
          + " io.sandbox4j.cgroup; or accept per-process limits with"
          + " limitsByRlimit(Danger.LIMITS_ARE_PER_PROCESS_AND_EVADABLE)";

  private final OwnCgroups own;
  private final CgroupFiles files;

  CgroupSearch(OwnCgroups own, CgroupFiles files) {
    this.own = own;
    this.files = files;
  }

  /** Finds a place. */
  CgroupChoice find() {
    StringBuilder why = new StringBuilder();
    Path top = own.unifiedTop();
    for (Path at = own.unified();
        at != null && top != null && at.startsWith(top);
        at = at.getParent()) {
      CgroupChoice choice = unified(at, at.equals(own.unified()));
      if (choice instanceof CgroupChoice.Unified) {
        return choice;
      }
      if (choice instanceof CgroupChoice.None none) {
        why.append(none.reason()).append("; ");
      }
    }
    return legacy(why);
  }

  /**
   * Uses a named v2 directory.
   *
   * @param parent the directory
   */
  CgroupChoice under(Path parent) {
    return unified(parent, parent.equals(own.unified()));
  }

  private CgroupChoice unified(Path at, boolean holdsJvm) {
    Set<String> there = files.words(at.resolve("cgroup.controllers"));
    if (!there.containsAll(NEEDED)) {
      return new CgroupChoice.None(at + " has only the controllers " + there, FIX);
    }
    if (!files.isWritable(at) || !files.isWritable(at.resolve("cgroup.procs"))) {
      return new CgroupChoice.None(at + " is not writable", FIX);
    }
    Set<String> enabled = new HashSet<>(files.words(at.resolve("cgroup.subtree_control")));
    // The root of the hierarchy may hold processes and enable controllers; it alone has no type.
    boolean root = !files.exists(at.resolve("cgroup.type"));
    if (!enabled.containsAll(NEEDED) && holdsJvm && !root) {
      return new CgroupChoice.None(
          at + " holds the JVM, so its children cannot have controllers", FIX);
    }
    String failure = null;
    for (String controller : List.of("memory", "pids", "cpu", "cpuset")) {
      if (there.contains(controller) && !enabled.contains(controller)) {
        var refused = files.write(at.resolve("cgroup.subtree_control"), "+" + controller);
        if (refused.isEmpty()) {
          enabled.add(controller);
        } else if (NEEDED.contains(controller)) {
          failure = refused.get();
        }
      }
    }
    return enabled.containsAll(NEEDED)
        ? new CgroupChoice.Unified(at, enabled)
        : new CgroupChoice.None(
            "children of " + at + " cannot have controllers (" + failure + ")", FIX);
  }

  private CgroupChoice legacy(StringBuilder why) {
    Map<String, Path> parents = new LinkedHashMap<>();
    for (String controller : LEGACY) {
      Path directory = own.legacy().get(controller);
      String problem = problem(controller, directory);
      if (problem != null) {
        return new CgroupChoice.None(why + problem, FIX);
      }
      parents.put(controller, directory);
    }
    for (String controller : OPTIONAL) {
      Path directory = own.legacy().get(controller);
      if (directory != null && problem(controller, directory) == null) {
        parents.put(controller, directory);
      }
    }
    return new CgroupChoice.Legacy(parents);
  }

  private @Nullable String problem(String controller, @Nullable Path directory) {
    if (directory == null) {
      return "no cgroup v1 hierarchy has the " + controller + " controller";
    }
    return files.isWritable(directory) ? null : directory + " is not writable";
  }
}
