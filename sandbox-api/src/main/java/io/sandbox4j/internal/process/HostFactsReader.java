/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.LinuxException;
import io.sandbox4j.spi.HostFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what is known about the JVM's own process from /proc. */
final class HostFactsReader {
  private static final int CAP_SETGID = 6;
  private static final int CAP_SETUID = 7;
  private static final int CAP_SYS_ADMIN = 21;
  private static final int AT_FDCWD = -100;
  private static final int O_CLOEXEC = 0x80000;
  private static final int NS_GET_USERNS = 0xb701; // ioctl_ns(2)

  private HostFactsReader() {}

  static HostFacts read() {
    Map<String, String> status = status();
    long capabilities = Long.parseUnsignedLong(status.getOrDefault("CapEff", "0"), 16);
    long needed = 1L << CAP_SETGID | 1L << CAP_SETUID | 1L << CAP_SYS_ADMIN;
    return new HostFacts(
        Arch.current().kernelName(),
        effective(status, "Uid"),
        effective(status, "Gid"),
        groups(status),
        Runtime.getRuntime().availableProcessors(),
        oomScoreAdj(),
        mostFiles(),
        (capabilities & needed) == needed,
        ownsNamespaces());
  }

  /** Root of a user namespace may stand in namespaces of the one above, and could not come back. */
  private static boolean ownsNamespaces() {
    try {
      Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/user"));
      for (String kind : List.of("mnt", "pid", "net", "ipc", "uts", "cgroup")) {
        if (!own.equals(owner(kind))) {
          return false;
        }
      }
      return true;
    } catch (IOException | LinuxException unknown) {
      return false;
    }
  }

  private static Path owner(String kind) throws IOException {
    long opened =
        io.sandbox4j.internal.linux.Files.host()
            .openat(AT_FDCWD, "/proc/self/ns/" + kind, O_CLOEXEC, 0);
    try (Descriptor namespace = Descriptor.of("openat", opened);
        Descriptor owner =
            Descriptor.of(
                "ioctl", Kernel.host().call("ioctl", namespace.number(), NS_GET_USERNS, 0))) {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + owner.number()));
    }
  }

  private static Map<String, String> status() {
    Map<String, String> status = new HashMap<>();
    for (String line : lines("/proc/self/status")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        status.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return status;
  }

  private static int effective(Map<String, String> status, String key) {
    return Integer.parseUnsignedInt(status.getOrDefault(key, "0\t0").split("\\s+", -1)[1]);
  }

  private static List<Integer> groups(Map<String, String> status) {
    String groups = status.getOrDefault("Groups", "");
    return groups.isBlank()
        ? List.of()
        : Arrays.stream(groups.split("\\s+", -1)).map(Integer::parseUnsignedInt).toList();
  }

  static int oomScoreAdj() {
    return Integer.parseInt(lines("/proc/self/oom_score_adj").getFirst().strip());
  }

  /** The hard limit of descriptors. */
  static long mostFiles() {
    return hardLimit("Max open files");
  }

  /** What RLIMIT_CORE programs inherit: 1 suppresses piped core handlers, 0 does not (core(5)). */
  static long coreLimit() {
    return Math.min(1, hardLimit("Max core file size"));
  }

  private static long hardLimit(String name) {
    for (String line : lines("/proc/self/limits")) {
      if (line.startsWith(name)) {
        String hard = line.substring(name.length()).strip().split("\\s+", -1)[1];
        return hard.equals("unlimited") ? Integer.MAX_VALUE : Long.parseLong(hard);
      }
    }
    return 1024;
  }

  private static List<String> lines(String path) {
    try {
      return Files.readAllLines(Path.of(path));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + path, unreadable);
    }
  }
}
