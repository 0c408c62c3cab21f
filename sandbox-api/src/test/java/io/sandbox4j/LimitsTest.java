/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import static io.sandbox4j.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static Limits with(UnaryOperator<Limits.Builder> change) {
    return Limits.DEFAULT.with(change);
  }

  @Nested
  class By_default {
    private final Limits limits = Limits.DEFAULT;

    @Test
    void every_resource_is_bounded() {
      assertAll(
          () -> assertEquals(Size.mib(512), limits.memory()),
          () -> assertEquals(Duration.ofSeconds(10), limits.cpuTime()),
          () -> assertEquals(Duration.ofSeconds(60), limits.wallTime()),
          () -> assertEquals(256, limits.tasks()),
          () -> assertEquals(Size.mib(64), limits.output()),
          () -> assertEquals(Size.mib(256), limits.disk()),
          () -> assertEquals(65_536, limits.inodes()),
          () -> assertEquals(Size.mib(8), limits.stack()),
          () -> assertEquals(256, limits.openFiles()),
          () -> assertEquals(Size.kib(64), limits.locked()));
    }

    @Test
    void a_file_is_bounded_by_the_disk() {
      assertEquals(limits.disk(), limits.fileSize());
      assertEquals(Size.mib(3), with(l -> l.disk(Size.mib(3))).fileSize());
    }

    @Test
    void all_cpus_are_shared_equally() {
      assertEquals(Double.POSITIVE_INFINITY, limits.cpus());
      assertEquals(100, limits.cpuWeight());
      assertEquals(List.of(), limits.pinnedCores());
    }

    @Test
    void idling_is_allowed() {
      assertEquals(Limits.UNLIMITED, limits.idleTime());
    }
  }

  @Nested
  class A_value_out_of_range {
    @Test
    void of_a_time_is_refused() {
      refused(() -> with(l -> l.cpuTime(Duration.ZERO)), "cpuTime", "PT0S");
      refused(() -> with(l -> l.wallTime(Duration.ofMillis(-1))), "wallTime", "PT-0.001S");
      refused(() -> with(l -> l.idleTime(Duration.ZERO)), "idleTime");
    }

    @Test
    void of_a_time_that_overflows_nanoseconds_is_refused() {
      refused(() -> with(l -> l.wallTime(Duration.ofDays(365L * 300))), "wallTime", "292 years");
    }

    @Test
    void of_a_count_is_refused() {
      refused(() -> with(l -> l.tasks(0)), "tasks", "not 0");
      refused(() -> with(l -> l.tasks(4_194_305)), "4194304", "4194305");
      refused(() -> with(l -> l.openFiles(7)), "openFiles", "not 7");
      refused(() -> with(l -> l.openFiles(Integer.MAX_VALUE)), "1048576");
      refused(() -> with(l -> l.inodes(1)), "inodes", "not 1");
    }

    @Test
    void of_a_size_is_refused() {
      refused(() -> with(l -> l.memory(Size.kib(1023))), "memory", "1023 KiB");
      refused(() -> with(l -> l.disk(Size.bytes(0))), "disk", "0 bytes");
      refused(() -> with(l -> l.stack(Size.bytes(1))), "stack", "1 bytes");
    }

    @Test
    void of_the_cpus_is_refused() {
      refused(() -> with(l -> l.cpus(0)), "cpus", "0.0");
      refused(() -> with(l -> l.cpus(Double.NaN)), "NaN");
      refused(() -> with(l -> l.cpuWeight(10_001)), "10001");
      refused(() -> with(l -> l.pinnedCores(-1)), "-1");
    }
  }

  @Nested
  class Under_a_ceiling {
    private final Limits ceiling = with(l -> l.memory(Size.mib(256)).pinnedCores(0, 1));

    @Test
    void equal_limits_are_allowed() {
      assertSame(ceiling, ceiling.within(ceiling));
    }

    @Test
    void lower_limits_are_allowed() {
      Limits lower = ceiling.with(l -> l.memory(Size.mib(16)).tasks(1).pinnedCores(1));
      assertSame(lower, lower.within(ceiling));
    }

    @Test
    void a_higher_one_is_refused_with_both_values() {
      refused(
          () -> ceiling.with(l -> l.memory(Size.gib(1))).within(ceiling),
          "memory",
          "1 GiB",
          "256 MiB");
      refused(() -> ceiling.with(l -> l.tasks(257)).within(ceiling), "tasks", "257", "256");
      refused(
          () -> ceiling.with(l -> l.wallTime(Duration.ofSeconds(61))).within(ceiling),
          "wallTime",
          "PT1M1S",
          "PT1M");
    }

    @Test
    void no_bound_is_above_every_bound() {
      List<UnaryOperator<Limits.Builder>> unbounded =
          List.of(
              Limits.Builder::unlimitedMemory,
              Limits.Builder::unlimitedCpuTime,
              Limits.Builder::unlimitedWallTime,
              Limits.Builder::unlimitedTasks,
              Limits.Builder::unlimitedOutput,
              Limits.Builder::unlimitedDisk,
              Limits.Builder::unlimitedStack,
              Limits.Builder::unlimitedFileSize);
      assertAll(
          unbounded.stream()
              .map(change -> () -> refused(() -> with(change).within(Limits.DEFAULT))));
    }

    @Test
    void another_core_is_refused() {
      refused(() -> ceiling.with(l -> l.pinnedCores(2)).within(ceiling), "[2]", "[0, 1]");
      refused(() -> ceiling.with(l -> l.pinnedCores()).within(ceiling), "pinnedCores");
    }
  }

  @Nested
  class As_values {
    @Test
    void equal_settings_are_equal() {
      Limits one = with(l -> l.tasks(5).pinnedCores(3, 1));
      Limits two = with(l -> l.pinnedCores(1, 3).tasks(5));
      assertEquals(one, two);
      assertEquals(one.hashCode(), two.hashCode());
      assertNotEquals(one, Limits.DEFAULT);
    }

    @Test
    void a_change_leaves_the_original_alone() {
      with(l -> l.tasks(1));
      assertEquals(256, Limits.DEFAULT.tasks());
    }

    @Test
    void a_builder_starts_with_every_setting() {
      Limits odd =
          with(l ->
              l.memory(Size.mib(9))
                  .cpuTime(Duration.ofMillis(1))
                  .wallTime(Duration.ofMillis(2))
                  .tasks(3)
                  .output(Size.bytes(4))
                  .disk(Size.mib(5))
                  .inodes(60)
                  .stack(Size.mib(7))
                  .openFiles(80)
                  .fileSize(Size.bytes(9))
                  .locked(Size.bytes(10))
                  .cpus(1.5)
                  .cpuWeight(12)
                  .pinnedCores(13)
                  .idleTime(Duration.ofMillis(14)));
      assertEquals(odd, odd.toBuilder().build());
    }

    @Test
    void no_bound_is_a_call_of_its_own() {
      Limits limits = with(l -> l.unlimitedTasks().unlimitedMemory().unlimitedWallTime());
      assertEquals(Long.MAX_VALUE, limits.tasks());
      assertTrue(limits.memory().isUnlimited());
      assertEquals(Limits.UNLIMITED, limits.wallTime());
    }
  }

  @Nested
  class In_print {
    @Test
    void no_bound_is_a_word() {
      refused(
          () -> with(Limits.Builder::unlimitedTasks).within(Limits.DEFAULT),
          "tasks unlimited is above the sandbox's 256");
      refused(
          () -> with(Limits.Builder::unlimitedCpuTime).within(Limits.DEFAULT),
          "cpuTime unlimited",
          "PT10S");
    }

    @Test
    void every_limit_is_named() {
      String printed = Limits.DEFAULT.toString();
      for (String name :
          List.of("memory=512 MiB", "openFiles=256", "fileSize=256 MiB", "idleTime=unlimited")) {
        assertTrue(printed.contains(name), printed);
      }
    }
  }

  @Test
  void every_limit_has_a_call_that_lifts_it() {
    Limits open =
        with(l ->
            l.unlimitedInodes()
                .unlimitedOpenFiles()
                .unlimitedLocked()
                .cpus(1)
                .unlimitedCpus()
                .idleTime(Duration.ofSeconds(1))
                .unlimitedIdleTime());
    assertEquals(Long.MAX_VALUE, open.inodes());
    assertEquals(1 << 20, open.openFiles());
    assertTrue(open.locked().isUnlimited());
    assertEquals(Double.POSITIVE_INFINITY, open.cpus());
    assertEquals(Limits.UNLIMITED, open.idleTime());
  }
}
