/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Limit;
import io.sandbox4j.Outcome;
import io.sandbox4j.SandboxSetupException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JsonReportTest {

  @Nested
  class Text {
    @Test
    void escapes_what_would_end_a_string_or_is_no_ascii() {
      assertEquals("\"a\\\"b\\\\c\\n\\u0000\\u00e9\\ud800\"", Json.text("a\"b\\c\n\0\u00e9\ud800"));
    }

    @Test
    void keeps_the_order_of_members() {
      Map<String, @Nullable Object> object = Json.object();
      object.put("z", 1);
      object.put("a", Arrays.asList(true, null, 2L, 0.5));
      assertEquals("{\"z\":1,\"a\":[true,null,2,0.5]}", Json.text(object));
    }

    @Test
    void has_no_infinity() {
      assertThrows(IllegalArgumentException.class, () -> Json.text(Double.POSITIVE_INFINITY));
    }
  }

  @Nested
  class Of_a_run {
    @Test
    void has_a_version_and_every_member() {
      assertEquals(
          "{\"version\":2,\"outcome\":\"EXITED\",\"exitStatus\":3,\"signal\":null,\"coreDumped\":null,"
              + "\"limit\":null,\"limitAllowed\":null,\"limitUsed\":null,\"violation\":null,"
              + "\"killedBy\":null,\"failure\":null,"
              + "\"touched\":[{\"limit\":\"TASKS\",\"times\":2}],"
              + "\"walls\":[{\"wall\":\"SECCOMP\",\"inForce\":true,\"detail\":\"policy \\\"default\\\"\"}],"
              + "\"denied\":[{\"call\":\"ptrace\",\"arguments\":[\"PTRACE_ATTACH\",\"-1\",\"0x0\",\"0x0\"],"
              + "\"rawArguments\":[\"0x10\",\"0xffffffffffffffff\",\"0x0\",\"0x0\",\"0x0\",\"0x0\"],"
              + "\"number\":101,\"count\":3,\"location\":{\"instruction\":\"0x7f0000001234\","
              + "\"module\":\"/lib/libc.so.6\",\"offset\":\"0x1234\"}},"
              + "{\"call\":\"bpf\",\"arguments\":[\"BPF_MAP_LOOKUP_ELEM\"],\"rawArguments\":[\"0x1\"],"
              + "\"number\":321,\"count\":1,\"location\":{\"instruction\":\"0x10\",\"module\":null,"
              + "\"offset\":null}}],"
              + "\"usage\":{\"cpuUserMicros\":1200000,\"cpuSystemMicros\":34000,\"wallMicros\":2005000,"
              + "\"queuedMicros\":0,\"setupMicros\":456,\"peakMemoryBytes\":3145728,"
              + "\"maxResidentBytes\":2097152,\"peakTasks\":4,"
              + "\"bytesRead\":null,\"bytesWritten\":null,\"minorFaults\":50,\"majorFaults\":6,"
              + "\"voluntarySwitches\":7,\"involuntarySwitches\":8,\"guestCalls\":null,"
              + "\"hostCalls\":null,\"measuredBy\":{\"cpuUserMicros\":\"cpu.stat\","
              + "\"cpuSystemMicros\":\"cpu.stat\",\"wallMicros\":\"the shim\","
              + "\"queuedMicros\":\"the JVM\",\"setupMicros\":\"the shim\","
              + "\"peakMemoryBytes\":\"cgroup v2 memory.peak\",\"maxResidentBytes\":\"rusage\","
              + "\"peakTasks\":\"pids.peak\","
              + "\"bytesRead\":\"no io controller\",\"bytesWritten\":\"no io controller\","
              + "\"minorFaults\":\"rusage\",\"majorFaults\":\"rusage\","
              + "\"voluntarySwitches\":\"rusage\",\"involuntarySwitches\":\"rusage\","
              + "\"guestCalls\":\"not seen\",\"hostCalls\":\"not seen\"}}}",
          of(new Outcome.Exited(3)));
    }

    @Test
    void names_signal_limit_violation_killer_and_engine() {
      assertHas(
          "\"outcome\":\"SIGNALLED\",\"exitStatus\":null,\"signal\":9,\"coreDumped\":true",
          new Outcome.Signalled(9, true));
      assertHas(
          "\"limit\":\"MEMORY\",\"limitAllowed\":10,\"limitUsed\":11",
          new Outcome.LimitExceeded(Limit.MEMORY, 10, 11));
      assertHas(
          "\"violation\":{\"call\":\"bpf\",\"arguments\":[\"BPF_MAP_LOOKUP_ELEM\"],"
              + "\"rawArguments\":[\"0x1\"],\"number\":321,\"count\":1,\"location\":{",
          new Outcome.Violation("bpf", List.of(1L)));
      assertHas(
          "\"violation\":{\"call\":\"swapon\",\"arguments\":[\"0x1\"],\"rawArguments\":[\"0x1\"]}",
          new Outcome.Violation("swapon", List.of(1L)));
      assertHas("\"killedBy\":\"DESTROY\"", new Outcome.Killed(Outcome.Killer.DESTROY));
      assertHas(
          "\"failure\":{\"part\":\"shim\",\"message\":\"gone\"}",
          new Outcome.EngineFailed("shim", "gone"));
    }

    private void assertHas(String member, Outcome outcome) {
      String json = of(outcome);
      assertTrue(json.contains(member), json);
    }

    private String of(Outcome outcome) {
      return JsonReport.of(SampleRuns.ended(outcome));
    }
  }

  @Test
  void a_failed_set_up_names_stage_step_call_errno_and_fix() {
    var failure = new SandboxSetupException("INIT", "mount it", "mount()", "EPERM", 1, "Be root.");
    String json = JsonReport.of(new RunReport.NotStarted(failure));
    assertTrue(json.startsWith("{\"version\":2,\"outcome\":\"SETUP_FAILED\","), json);
    assertTrue(
        json.contains(
            "\"failure\":{\"stage\":\"INIT\",\"step\":\"mount it\",\"call\":\"mount()\","
                + "\"errno\":\"EPERM\",\"fix\":\"Be root.\",\"message\":"),
        json);
    assertTrue(json.endsWith("\"touched\":[],\"walls\":[],\"denied\":[],\"usage\":null}"), json);
  }
}
