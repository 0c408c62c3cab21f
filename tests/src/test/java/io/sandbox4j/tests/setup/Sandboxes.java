/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.setup;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Danger;
import io.sandbox4j.HostReport;
import io.sandbox4j.Limits;
import io.sandbox4j.Sandbox;
import io.sandbox4j.UnsupportedHostException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Builders that work on this host, or a skipped test that says why there is none. */
public final class Sandboxes {
  private enum Host {
    FULL,
    WITHOUT_CGROUP,
    NONE
  }

  private static final class Probed {
    static final Host HOST;
    static final String REASON;

    static {
      Host host = Host.FULL;
      String reason = "";
      try (Sandbox _ = Sandbox.builder().build()) {
        // The default walls stand.
      } catch (UnsupportedHostException full) {
        reason = String.valueOf(full.getMessage());
        host = Host.WITHOUT_CGROUP;
        try (Sandbox _ = substitute(Sandbox.builder()).build()) {
          // Only the cgroup is missing.
        } catch (UnsupportedHostException none) {
          reason = String.valueOf(none.getMessage());
          host = Host.NONE;
        }
      }
      HOST = host;
      REASON = reason;
    }
  }

  private Sandboxes() {}

  /** A builder whose sandboxes have cgroup limits where the host allows it. */
  public static Sandbox.Builder any() {
    return switch (Probed.HOST) {
      case FULL -> builder();
      case WITHOUT_CGROUP -> substitute(builder());
      case NONE -> abort("no sandbox on this host: " + Probed.REASON);
    };
  }

  /** A builder whose sandboxes have cgroup limits; skips the test without a usable cgroup. */
  public static Sandbox.Builder withCgroup() {
    assumeTrue(Probed.HOST == Host.FULL, () -> "no cgroup limits on this host: " + Probed.REASON);
    return builder();
  }

  /** The defaults; an emulated processor needs more time for the same program. */
  private static Sandbox.Builder builder() {
    Limits limits = Limits.DEFAULT;
    return Place.isEmulated()
        ? Sandbox.builder()
            .limits(l ->
                l.cpuTime(Place.within(limits.cpuTime())).wallTime(Place.within(limits.wallTime())))
        : Sandbox.builder();
  }

  /** A sandbox for any host. */
  public static Sandbox open() {
    return any().build();
  }

  /**
   * A sandbox for any host.
   *
   * @param change what it has beyond the defaults
   */
  public static Sandbox open(UnaryOperator<Sandbox.Builder> change) {
    return change.apply(any()).build();
  }

  /** Whether this host gives cgroup limits. */
  public static boolean hasCgroup() {
    return Probed.HOST == Host.FULL;
  }

  /** Whether the tests run as root: then every sandbox has host ids of its own. */
  public static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException noProc) {
      throw new UncheckedIOException(noProc);
    }
  }

  /** What the host allows, as the library says it. */
  public static HostReport report() {
    return Sandbox.probe();
  }

  private static Sandbox.Builder substitute(Sandbox.Builder builder) {
    return builder.limitsByRlimit(Danger.LIMITS_ARE_PER_PROCESS_AND_EVADABLE);
  }
}
