/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How often programs make each call: a filter takes the fewest steps for those that are made most.
 * It changes no decision. Immutable.
 *
 * @param counts calls by the kernel's names, each 1 to 1 000 000 000; calls that are not named
 *     count as 0
 */
public record CallFrequencies(Map<String, Long> counts) {
  private static final long MOST = 1_000_000_000L;

  /** Only the numbers count, each as much as any other. */
  public static final CallFrequencies NONE = new CallFrequencies(Map.of());

  /**
   * Of short runs of compilers and interpreters: what {@code strace -f -c} counted most on Debian
   * 12 for gcc, python3, java and a pipeline of a shell together, rounded.
   */
  public static final CallFrequencies USUAL =
      new CallFrequencies(
          Map.ofEntries(
              entry("lseek", 800L),
              entry("newfstatat", 730L),
              entry("openat", 530L),
              entry("readlink", 520L),
              entry("mmap", 430L),
              entry("read", 420L),
              entry("close", 350L),
              entry("mprotect", 240L),
              entry("futex", 230L),
              entry("rt_sigaction", 160L),
              entry("rt_sigprocmask", 120L),
              entry("brk", 110L),
              entry("access", 80L),
              entry("write", 70L),
              entry("fcntl", 50L),
              entry("getxattr", 40L),
              entry("ioctl", 40L),
              entry("munmap", 30L),
              entry("prlimit64", 30L),
              entry("pread64", 30L),
              entry("execve", 20L),
              entry("getdents64", 20L),
              entry("clone", 20L),
              entry("prctl", 20L)));

  /** Checks the names and the counts. */
  public CallFrequencies {
    for (var count : counts.entrySet()) {
      if (!SyscallAbi.anyHas(count.getKey())) {
        throw new IllegalArgumentException(NearestName.unknownCall(count.getKey()));
      }
      if (count.getValue() < 1 || count.getValue() > MOST) {
        throw new IllegalArgumentException(
            "%s is counted %d times, not 1 to %d"
                .formatted(count.getKey(), count.getValue(), MOST));
      }
    }
    counts = Map.copyOf(counts);
  }

  /** The weight of each number for one interface: at least 1, since the kernel tries them all. */
  long[] weights(SyscallAbi abi) {
    long[] weights = new long[abi.newest() + 1];
    Arrays.fill(weights, 1);
    counts.forEach((call, count) -> {
      OptionalInt number = abi.number(call);
      if (number.isPresent()) {
        weights[number.getAsInt()] += count;
      }
    });
    return weights;
  }
}
