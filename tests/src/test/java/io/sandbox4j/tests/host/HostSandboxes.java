/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import io.sandbox4j.Danger;
import io.sandbox4j.Sandbox;
import io.sandbox4j.UnsupportedHostException;

/** Sandboxes for main classes: with cgroup limits where the host has them. */
final class HostSandboxes {
  private HostSandboxes() {}

  static Sandbox.Builder builder() {
    try (Sandbox _ = Sandbox.builder().build()) {
      return Sandbox.builder();
    } catch (UnsupportedHostException noCgroup) {
      return Sandbox.builder().limitsByRlimit(Danger.LIMITS_ARE_PER_PROCESS_AND_EVADABLE);
    }
  }
}
