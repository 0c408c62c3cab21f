/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The directories of a run on cgroup v1. Controllers that are mounted together (cpu and cpuacct on
 * most systems) share one, which goes by the name of the first.
 *
 * @param all by controller
 */
record LegacyPlaces(Map<String, Path> all) {

  boolean has(String controller) {
    return all.containsKey(controller);
  }

  /** Each directory once. */
  Map<String, Path> distinct() {
    Map<String, Path> distinct = new LinkedHashMap<>();
    all.forEach((controller, directory) -> {
      if (!distinct.containsValue(directory)) {
        distinct.put(controller, directory);
      }
    });
    return distinct;
  }

  /** The slot that holds a controller's directory. */
  String slot(String controller) {
    for (Map.Entry<String, Path> entry : distinct().entrySet()) {
      if (entry.getValue().equals(all.get(controller))) {
        return "cgroup." + entry.getKey();
      }
    }
    throw new IllegalArgumentException("no directory for " + controller);
  }
}
