/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.tests.setup.OwnJvm;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Slow;
import io.sandbox4j.tests.setup.Victims;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JVMs that were started in an unusual way. */
@SandboxSuite
class OddParentTest {
  /** What a sandboxed script prints in a JVM that was started like that. */
  private static String started(String script, String... state) throws InterruptedException {
    Sandboxes.open().close();
    List<String> command = new ArrayList<>(List.of(Victims.path("limited").toString()));
    command.addAll(List.of(state));
    command.add("--");
    assumePossible(command);
    return OwnJvm.of(Plain.class, script).within(command.toArray(String[]::new)).run();
  }

  private static void assumePossible(List<String> command) throws InterruptedException {
    List<String> probe = new ArrayList<>(command);
    probe.add("true");
    try {
      assumeTrue(
          new ProcessBuilder(probe).start().waitFor() == 0,
          () -> "nobody can be started like this here: " + probe);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Nested
  class P6_waiting_for_children_works {
    @Slow
    @Test
    void in_a_jvm_that_is_pid_1() throws InterruptedException {
      assertEquals("fine", started("echo fine", "first", "1"));
    }

    @Slow
    @Test
    void in_a_jvm_that_was_started_with_sigchld_ignored() throws InterruptedException {
      assertEquals("fine", started("echo fine", "ignore", "17"));
    }

    @Slow
    @Test
    void in_a_jvm_that_was_started_with_sigchld_blocked() throws InterruptedException {
      assertEquals("fine", started("echo fine", "block", "17"));
    }
  }

  @Nested
  class P13_the_program_does_not_inherit {
    /** In the rig as well: root of a container may not have CAP_SYS_RESOURCE. */
    @Test
    void a_score_that_spares_it_when_memory_runs_out() throws InterruptedException {
      assertEquals("0", started("cat /proc/self/oom_score_adj", "oom", "-500"));
    }

    @Slow
    @ParameterizedTest
    @CsvSource({"-5", "7"})
    void a_nice_value(String nice) throws InterruptedException {
      assumeTrue(Sandboxes.isRoot(), "an ordinary user may not lower his nice value");
      assertEquals("0", started("cut -d' ' -f19 /proc/self/stat", "nice", nice));
    }

    @Slow
    @Test
    void a_umask() throws InterruptedException {
      assertEquals("0022", started("umask", "umask", "0077"));
    }

    @Slow
    @Test
    void ignored_and_blocked_signals() throws InterruptedException {
      // USR1 and PIPE ignored, USR2 blocked, as bits of their numbers less one.
      assertEquals(
          "SigBlk: 0000000000000000 SigIgn: 0000000000000000",
          started(
              "grep -E 'SigBlk|SigIgn' /proc/self/status | tr -s '\\n\\t' ' '",
              "ignore",
              "10",
              "ignore",
              "13",
              "block",
              "12"));
    }

    @Slow
    @Test
    void a_lowered_or_raised_limit_of_open_files() throws InterruptedException {
      assertEquals("256", started("ulimit -n", "files", "2000"));
    }

    @Slow
    @Test
    void a_limit_of_the_stack() throws InterruptedException {
      assertEquals("8192", started("ulimit -s", "stack", "67108864"));
    }

    @Slow
    @Test
    void a_place_on_one_cpu() throws InterruptedException {
      String all = started("grep Cpus_allowed_list /proc/self/status | cut -f2");
      assumeTrue(!all.equals("0"), "there is one CPU only");
      assertEquals(all, started("grep Cpus_allowed_list /proc/self/status | cut -f2", "cpu", "0"));
    }

    @Slow
    @Test
    void variables_and_the_working_directory() throws InterruptedException {
      assertEquals("/work /tmp", started("echo $PWD $HOME$JAVA_HOME$OLDPWD"));
    }
  }
}
