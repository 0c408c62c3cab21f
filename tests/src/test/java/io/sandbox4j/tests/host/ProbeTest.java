/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Danger;
import io.sandbox4j.HostReport;
import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import io.sandbox4j.Isolation;
import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Wall;
import io.sandbox4j.tests.setup.OtherJvm;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SandboxSuite
class ProbeTest {
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  private static Finding of(List<Finding> findings, String subject) {
    return findings.stream()
        .filter(f -> f.subject().equals(subject))
        .findFirst()
        .orElseThrow(() -> new AssertionError(subject + " is not among " + findings));
  }

  private static List<Finding> parsed(String out) {
    return out.lines()
        .map(line -> line.split("\t", -1))
        .map(f -> new Finding(f[1], State.valueOf(f[0]), f[2], f[3]))
        .toList();
  }

  private static List<Finding> probed(List<String> line) throws Exception {
    OtherJvm.Said said = OtherJvm.run(line);
    assertEquals(0, said.status(), said.err());
    return parsed(said.out());
  }

  private static List<String> with(List<String> before, List<String> after) {
    List<String> all = new ArrayList<>(before);
    all.addAll(after);
    all.add(ProbeMain.class.getName());
    return all;
  }

  @Nested
  class On_this_host {
    private final HostReport report = Sandbox.probe();

    @ParameterizedTest
    @ValueSource(
        strings = {
          "id maps",
          "namespaces",
          "loopback device",
          "mounts and the change of root",
          "seccomp filter",
          "a program's start",
          "trial sandbox"
        })
    void has_been_tried(String subject) {
      Sandboxes.any();
      assertEquals(State.AVAILABLE, of(report.findings(), subject).state(), report::toString);
    }

    @Test
    void tells_of_the_cgroup_what_building_says() {
      String subject = Sandboxes.hasCgroup() ? "cgroup membership and limits" : "cgroup";
      State state = Sandboxes.hasCgroup() ? State.AVAILABLE : State.MISSING;
      assertEquals(state, of(report.findings(), subject).state(), report::toString);
    }

    @Test
    void is_sufficient_where_the_defaults_build() {
      assertEquals(Sandboxes.hasCgroup(), report.isSufficient(), report::toString);
    }

    @Test
    void p44_tells_what_makes_times_differ() {
      assertAll(
          () -> of(report.findings(), "swap"),
          () -> of(report.findings(), "address randomisation"));
    }

    @Test
    void gives_a_fix_for_everything_that_is_missing() {
      report.findings().stream()
          .filter(f -> f.state() == State.MISSING)
          .forEach(f -> assertFalse(f.fix().isEmpty(), f::toString));
    }
  }

  @Nested
  class As_an_ordinary_user {
    @Test
    void tells_of_shared_quotas_and_supplementary_groups(@TempDir Path home) throws Exception {
      assumeTrue(
          ProcessHandle.current().info().user().orElse("").equals("root"), "takes root to leave");
      assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "takes setpriv");
      OtherJvm jvm = new OtherJvm(home, ProbeMain.class);
      List<Finding> findings =
          probed(
              with(
                  List.of("setpriv", "--reuid=12345", "--regid=12345", "--groups=12345,4711"),
                  jvm.java(NATIVE)));
      Finding ids = of(findings, "host ids");
      assertAll(
          () -> assertEquals(State.ADVICE, ids.state(), ids::toString),
          () -> assertTrue(ids.reason().contains("quotas"), ids::toString),
          () -> assertTrue(ids.reason().contains("4711"), ids::toString),
          () -> of(findings, "trial sandbox"));
    }
  }

  @Nested
  class Where_something_is_missing {
    @Test
    void a_namespace_is_named_with_its_fix(@TempDir Path home) throws Exception {
      OtherJvm jvm = new OtherJvm(home, ProbeMain.class);
      String forbid = "echo 0 > /proc/sys/user/max_net_namespaces && exec \"$@\"";
      List<String> line = List.of("unshare", "-Ur", "sh", "-c", forbid, "sh");
      assumeTrue(
          OtherJvm.run(List.of("unshare", "-Ur", "true")).status() == 0,
          "no user namespaces for ordinary programs here");
      Finding net = of(probed(with(line, jvm.java(NATIVE))), "net namespace");
      assertAll(
          () -> assertEquals(State.MISSING, net.state()),
          () -> assertTrue(net.fix().contains("max_net_namespaces"), net::toString));
    }

    private List<Finding> inside(Path home, ProcessIsolation walls, int files)
        throws InterruptedException {
      assumeTrue(System.getProperty("java.home").startsWith("/usr/"), "takes a JVM below /usr");
      OtherJvm jvm = new OtherJvm(home, ProbeMain.class);
      try (Sandbox box =
              Sandboxes.open(b ->
                  b.bindReadOnly(home, home.toString())
                      .isolation(walls)
                      .limits(l -> l.openFiles(files)));
          SandboxResult result = box.run(Command.of(with(List.of(), jvm.java(NATIVE))))) {
        return parsed(result.orThrow().stdout().text());
      }
    }

    /** Files and parameters look as on any host; a read-only /proc shows when ids are mapped. */
    @Test
    void a_read_only_proc_is_found_by_trying(@TempDir Path home) throws Exception {
      List<Finding> findings =
          inside(home, Isolation.process().without(Wall.SECCOMP, Danger.WALL_IS_MISSING), 4096);
      Finding maps = of(findings, "id maps");
      assertAll(
          () -> assertEquals(State.AVAILABLE, of(findings, "user namespace").state()),
          () -> assertEquals(State.MISSING, maps.state(), findings::toString),
          () -> assertTrue(maps.reason().contains("EROFS"), maps::toString),
          () -> assertTrue(maps.fix().contains("systempaths"), maps::toString));
    }

    /** The first thing that the default policy refuses is one of the shim's own first steps. */
    @Test
    void a_filter_is_found_by_trying(@TempDir Path home) throws Exception {
      List<Finding> findings = inside(home, Isolation.process(), 4096);
      Finding refused = of(findings, "shim");
      assertAll(
          () -> assertEquals(State.AVAILABLE, of(findings, "user namespace").state()),
          () -> assertEquals(State.MISSING, refused.state(), findings::toString),
          () -> assertTrue(refused.reason().contains("gave EPERM"), refused::toString),
          () -> assertTrue(refused.fix().contains("seccomp"), refused::toString));
    }

    @Test
    void too_few_descriptors_are_named_with_their_fix(@TempDir Path home) throws Exception {
      Finding files = of(inside(home, Isolation.process(), 256), "open files");
      assertAll(
          () -> assertEquals(State.MISSING, files.state()),
          () -> assertTrue(files.reason().contains("256"), files::toString),
          () -> assertTrue(files.fix().contains("ulimit"), files::toString));
    }
  }
}
