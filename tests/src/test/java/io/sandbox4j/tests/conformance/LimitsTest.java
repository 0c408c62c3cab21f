/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sandbox4j.Command;
import io.sandbox4j.Limit;
import io.sandbox4j.Limits;
import io.sandbox4j.Outcome;
import io.sandbox4j.Output;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Size;
import io.sandbox4j.tests.setup.Place;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Victims;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends a run, and what only refuses. */
@SandboxSuite
class LimitsTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** How much later than asked for a run may end; tests of figures hold the library to less. */
  private static final Duration LATE = Place.within(Duration.ofMillis(100));

  private static SandboxResult run(
      Sandbox.Builder builder, Command command, UnaryOperator<Limits.Builder> limits)
      throws InterruptedException {
    try (Sandbox box = builder.build()) {
      return box.run(command.limits(limits));
    }
  }

  private static SandboxResult run(Command command, UnaryOperator<Limits.Builder> limits)
      throws InterruptedException {
    return run(Sandboxes.any(), command, limits);
  }

  private static Outcome.LimitExceeded exceeded(Limit limit, SandboxResult result) {
    var exceeded =
        assertInstanceOf(Outcome.LimitExceeded.class, result.outcome(), result::toString);
    assertEquals(limit, exceeded.limit());
    return exceeded;
  }

  private static void assertTouched(Limit limit, SandboxResult result) {
    assertTrue(
        result.touched().stream().anyMatch(t -> t.limit() == limit && t.times() > 0),
        () -> result.touched().toString());
  }

  @Nested
  class Memory {
    @Test
    void ends_the_run_as_MEMORY() throws InterruptedException {
      var exceeded =
          exceeded(
              Limit.MEMORY,
              run(Sandboxes.withCgroup(), Victims.run("hog"), l -> l.memory(Size.mib(32))));
      assertEquals(Size.mib(32).bytes(), exceeded.allowed());
    }

    @Test
    void p11_ends_the_run_as_MEMORY_also_when_a_child_was_the_victim() throws InterruptedException {
      Command child = Victims.run("hog", "child");
      exceeded(Limit.MEMORY, run(Sandboxes.withCgroup(), child, l -> l.memory(Size.mib(32))));
    }

    @Test
    void counts_private_files() throws InterruptedException {
      Command writes = Command.shell("head -c 60000000 /dev/zero > f");
      exceeded(Limit.MEMORY, run(Sandboxes.withCgroup(), writes, l -> l.memory(Size.mib(32))));
    }

    @Test
    void that_suffices_ends_nothing() throws InterruptedException {
      assertTrue(run(Sandboxes.withCgroup(), Command.of("true"), l -> l.memory(Size.mib(32))).ok());
    }
  }

  @Nested
  class Cpu_time {
    @Test
    void ends_the_run_near_the_limit() throws InterruptedException {
      SandboxResult result =
          run(Sandboxes.withCgroup(), Victims.run("spin"), l -> l.cpuTime(SHORT));
      var exceeded = exceeded(Limit.CPU_TIME, result);
      assertAll(
          () -> assertEquals(SHORT.toNanos(), exceeded.allowed()),
          () -> assertTrue(exceeded.used() >= SHORT.toNanos(), exceeded::toString),
          () ->
              assertTrue(result.usage().cpu().minus(SHORT).compareTo(LATE) < 0, result::toString));
    }

    @Test
    void ends_the_run_after_whole_seconds_where_rlimits_stand_in() throws InterruptedException {
      assumeFalse(Sandboxes.hasCgroup(), "cgroups limit here");
      SandboxResult result = run(Victims.run("spin"), l -> l.cpuTime(SHORT));
      var exceeded = exceeded(Limit.CPU_TIME, result);
      assertAll(
          () -> assertEquals(SHORT.toNanos(), exceeded.allowed()),
          () -> assertTrue(exceeded.used() >= SHORT.toNanos(), exceeded::toString),
          () ->
              assertTrue(
                  result.usage().cpu().compareTo(Duration.ofSeconds(1).plus(LATE)) < 0,
                  result::toString));
    }

    @Test
    void counts_all_processes_together() throws InterruptedException {
      Command four =
          Command.shell("for i in 1 2 3 4; do ./spin & done; wait")
              .copyIn("spin", io.sandbox4j.Source.file(Victims.path("spin")).executable());
      exceeded(Limit.CPU_TIME, run(Sandboxes.withCgroup(), four, l -> l.cpuTime(SHORT)));
    }

    @Test
    void p10_counts_children_nobody_waits_for() throws InterruptedException {
      Command ignored =
          Command.shell("trap '' CHLD; ./spin & sleep 20")
              .copyIn("spin", io.sandbox4j.Source.file(Victims.path("spin")).executable());
      exceeded(Limit.CPU_TIME, run(Sandboxes.withCgroup(), ignored, l -> l.cpuTime(SHORT)));
    }

    @Test
    void does_not_run_while_the_program_sleeps() throws InterruptedException {
      assertTrue(run(Command.of("sleep", "0.6"), l -> l.cpuTime(SHORT)).ok());
    }
  }

  @Nested
  class Wall_time {
    @Test
    void ends_a_sleeping_run_near_the_limit() throws InterruptedException {
      SandboxResult result = run(Command.of("sleep", "30"), l -> l.wallTime(SHORT));
      var exceeded = exceeded(Limit.WALL_TIME, result);
      assertAll(
          () -> assertEquals(SHORT.toNanos(), exceeded.allowed()),
          () ->
              assertTrue(
                  result.usage().wall().get().minus(SHORT).compareTo(LATE) < 0, result::toString));
    }

    @Test
    void ends_a_program_that_ignores_every_signal() throws InterruptedException {
      Command deaf = Command.shell("trap '' TERM INT HUP QUIT; while :; do sleep 1; done");
      exceeded(Limit.WALL_TIME, run(deaf, l -> l.wallTime(SHORT)));
    }
  }

  @Nested
  class Output_bytes {
    @Test
    void end_a_flood() throws InterruptedException {
      SandboxResult result = run(Command.of("yes"), l -> l.output(Size.mib(1)));
      var exceeded = exceeded(Limit.OUTPUT, result);
      assertEquals(Size.mib(1).bytes(), exceeded.allowed());
    }

    @Test
    void are_of_both_streams_together() throws InterruptedException {
      Command both = Command.shell("head -c 700000 /dev/zero; head -c 700000 /dev/zero >&2");
      exceeded(Limit.OUTPUT, run(both, l -> l.output(Size.mib(1))));
    }

    @Test
    void end_a_flood_that_is_discarded() throws InterruptedException {
      Command flood = Command.of("yes").stdout(Output.discard());
      exceeded(Limit.OUTPUT, run(flood, l -> l.output(Size.mib(1))));
    }

    @Test
    void may_be_exactly_the_limit() throws InterruptedException {
      Command exact = Command.of("head", "-c", "1048576", "/dev/zero");
      assertTrue(run(exact, l -> l.output(Size.mib(1))).ok());
    }
  }

  @Nested
  class What_is_only_refused {
    @Test
    void tasks_are_touched() throws InterruptedException {
      SandboxResult result = run(Sandboxes.withCgroup(), Victims.run("forks"), l -> l.tasks(16));
      assertAll(
          () -> assertEquals(new Outcome.Exited(0), result.outcome()),
          () -> assertTouched(Limit.TASKS, result));
    }

    @Test
    void tasks_bound_a_fork_bomb() throws InterruptedException {
      Command bomb = Command.shell("bomb() { bomb | bomb & }; bomb; sleep 1");
      SandboxResult result = run(Sandboxes.withCgroup(), bomb, l -> l.tasks(32));
      assertTrue(result.usage().peakTasks().orElse(0L) <= 33, result::toString);
    }

    @Test
    void disk_is_touched_when_full() throws InterruptedException {
      Command fill = Command.shell("head -c 3000000 /dev/zero > f; exit 0");
      SandboxResult result = run(fill, l -> l.disk(Size.mib(1)));
      assertAll(
          () -> assertEquals(new Outcome.Exited(0), result.outcome()),
          () -> assertTouched(Limit.DISK, result));
    }

    @Test
    void disk_is_one_for_work_tmp_and_shm() throws InterruptedException {
      Command three =
          Command.shell(
              "for d in /work /tmp /dev/shm; do head -c 700000 /dev/zero > $d/f || exit 9; done");
      assertEquals(new Outcome.Exited(9), run(three, l -> l.disk(Size.kib(1024))).outcome());
    }

    @Test
    void inodes_are_bounded() throws InterruptedException {
      Command many =
          Command.shell("i=0; while [ $i -lt 500 ]; do echo > f$i || exit 9; i=$((i+1)); done");
      assertEquals(new Outcome.Exited(9), run(many, l -> l.inodes(200)).outcome());
    }

    @Test
    void open_files_are_bounded() throws InterruptedException {
      assertEquals(
          "32\n",
          run(Command.shell("ulimit -n; ulimit -Hn >&2"), l -> l.openFiles(32)).stdout().text());
    }

    @Test
    void open_files_may_be_as_many_as_the_jvm_may_have() throws Exception {
      int most = Math.min(hardLimitOfFiles(), 1 << 20);
      Sandbox.Builder builder = Sandboxes.any().limits(l -> l.openFiles(most));
      assertEquals(most + "\n", run(builder, Command.shell("ulimit -n"), l -> l).stdout().text());
    }

    private static int hardLimitOfFiles() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/limits")).stream()
          .filter(line -> line.startsWith("Max open files"))
          .map(line -> line.split("\\s{2,}", -1)[2])
          .mapToInt(hard -> hard.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(hard))
          .findFirst()
          .orElseThrow();
    }

    /** The first to obey is the program's process while it is made ready. */
    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12})
    void open_files_may_be_fewer_than_the_views(int most) throws InterruptedException {
      Sandbox.Builder builder = Sandboxes.any();
      for (int i = 0; i < 16; i++) {
        builder.tmpfs("/views/" + i, Size.kib(4));
      }
      assertEquals(
          most + "\n",
          run(builder, Command.shell("ulimit -n"), l -> l.openFiles(most)).stdout().text());
    }

    @Test
    void the_size_of_a_file_is_bounded() throws InterruptedException {
      Command large = Command.shell("trap '' XFSZ; head -c 200000 /dev/zero > f; stat -c %s f");
      assertEquals("65536\n", run(large, l -> l.fileSize(Size.kib(64))).stdout().text());
    }

    @Test
    void the_size_of_a_file_ends_a_program_that_does_not_ask_to_go_on()
        throws InterruptedException {
      SandboxResult result =
          run(
              Command.of("dd", "if=/dev/zero", "of=f", "bs=1k", "count=200"),
              l -> l.fileSize(Size.kib(64)));
      assertEquals(Size.kib(64).bytes(), exceeded(Limit.FILE_SIZE, result).allowed());
    }

    @Test
    void the_stack_is_bounded() throws InterruptedException {
      SandboxResult result = run(Victims.run("recurse"), l -> l.stack(Size.kib(256)));
      assertTrue(
          result.outcome() instanceof Outcome.Signalled(int signal, boolean _) && signal == 11,
          result::toString);
    }

    @Test
    void limits_cannot_be_raised() throws InterruptedException {
      assertFalse(run(Command.shell("ulimit -n 4096"), l -> l.openFiles(32)).ok());
    }
  }

  @Nested
  class Idle_time {
    @Test
    void ends_a_run_that_does_nothing() throws InterruptedException {
      Command idle = Command.of("sleep", "30");
      exceeded(Limit.IDLE_TIME, run(Sandboxes.withCgroup(), idle, l -> l.idleTime(SHORT)));
    }

    @Test
    void is_refused_by_name_where_nothing_can_tell_it() {
      assumeFalse(Sandboxes.hasCgroup(), "cgroups tell it here");
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> run(Command.of("true"), l -> l.idleTime(SHORT)));
      assertTrue(String.valueOf(e.getMessage()).contains("idle time"), e::getMessage);
    }

    @Test
    void lets_a_working_run_go_on() throws InterruptedException {
      SandboxResult result =
          run(
              Sandboxes.withCgroup(),
              Victims.run("spin"),
              l -> l.idleTime(SHORT).cpuTime(Duration.ofSeconds(1)));
      exceeded(Limit.CPU_TIME, result);
    }
  }
}
