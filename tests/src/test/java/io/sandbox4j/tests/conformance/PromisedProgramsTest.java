/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static io.sandbox4j.Limits.UNLIMITED;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.CapturedOutput;
import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.Outcome.Exited;
import io.sandbox4j.Outcome.LimitExceeded;
import io.sandbox4j.Output;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Session;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Victims;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that the interface was made for stay as short as they were promised. */
@SandboxSuite
class PromisedProgramsTest {
  private record Case(Path in, Path out, Duration limit, Size memory) {}

  private static String diff(CapturedOutput got, Path expected) throws Exception {
    return got.text().equals(Files.readString(expected)) ? "AC" : "WA";
  }

  private static String judged(Sandbox box, String src, List<Case> tests) throws Exception {
    String verdict = "";
    try (SandboxResult c =
        box.run(
            Command.of("gcc", "-O2", "-o", "a.out", "m.c")
                .copyIn("m.c", Source.text(src))
                .copyOut("a.out", Size.mib(64)))) {
      if (!c.ok()) {
        return "CE " + c.stderr().text();
      }
      for (Case t : tests) {
        SandboxResult r =
            box.run(
                Command.of("./a.out")
                    .copyIn("a.out", c.file("a.out").executable())
                    .stdin(Input.file(t.in()))
                    .limits(l -> l.cpuTime(t.limit()).memory(t.memory())));
        verdict =
            switch (r.outcome()) {
              case Exited(int s) when s == 0 -> diff(r.stdout(), t.out());
              case LimitExceeded l -> "LE " + l.limit();
              default -> "RE";
            };
      }
    }
    return verdict;
  }

  @Test
  void a_judge(@TempDir Path files) throws Exception {
    Case sum =
        new Case(
            Files.writeString(files.resolve("in"), "1 2"),
            Files.writeString(files.resolve("out"), "3\n"),
            ofSeconds(1),
            Size.mib(64));
    String add =
        "#include <stdio.h>\nint main(){int a,b;scanf(\"%d%d\",&a,&b);printf(\"%d\\n\",a+b);}";
    try (Sandbox box = Sandboxes.open()) {
      assertEquals("AC", judged(box, add, List.of(sum)));
      assertEquals("WA", judged(box, add.replace("a+b", "a-b"), List.of(sum)));
      assertEquals("LE CPU_TIME", judged(box, "int main(){for(;;);}", List.of(sum)));
      assertTrue(judged(box, "int main(){", List.of(sum)).startsWith("CE m.c"));
    }
  }

  @Test
  void ci_steps_over_one_workspace(@TempDir Path files) throws Exception {
    Path workspace = Files.createDirectory(files.resolve("w"));
    Files.setPosixFilePermissions(workspace, PosixFilePermissions.fromString("rwxrwxrwx"));
    if (Files.getOwner(workspace).getName().equals("root")) {
      Files.setAttribute(workspace, "unix:uid", 12345);
      Files.setAttribute(workspace, "unix:gid", 12345);
    }
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    Path to = files.resolve("artifacts");
    List<String> steps = List.of("mkdir target", "echo jar > target/a.jar; echo built >&2");
    try (Sandbox box = Sandboxes.open();
        Session s = box.open(o -> o.bind(workspace, "/w"))) {
      for (String step : steps) {
        s.run(
                Command.shell(step)
                    .cwd("/w")
                    .stdout(Output.lines(log::add))
                    .stderr(Output.toStdout()))
            .orThrow();
      }
      s.copyOut("/w/target/*.jar", to, Size.gib(1));
    }
    assertEquals(List.of("built"), log);
    assertEquals("jar\n", Files.readString(to.resolve("a.jar")));
  }

  @Test
  void requests_and_responses_over_stdio() throws Exception {
    // Where rlimits stand in, nothing but wall time would end a fork bomb: it has to stay.
    try (Sandbox box =
            Sandboxes.withCgroup().limits(l -> l.wallTime(UNLIMITED).unlimitedOutput()).build();
        SandboxProcess p =
            box.start(
                Command.of("cat")
                    .stdin(Input.pipe())
                    .limits(l -> l.wallTime(UNLIMITED).unlimitedOutput()))) {
      for (String request : List.of("one\n", "two\n")) {
        p.stdin().write(request.getBytes(StandardCharsets.UTF_8));
        assertEquals(
            request, new String(p.stdout().readNBytes(request.length()), StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void snippets_on_virtual_threads() throws Exception {
    try (Sandbox python = Sandboxes.open(b -> b.maxConcurrent(4));
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SandboxResult>> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String code = "print(6 * " + i + ")";
        answers.add(
            executor.submit(
                () -> python.run(Command.of("python3", "-I", "-").stdin(Input.text(code)))));
      }
      for (int i = 0; i < 12; i++) {
        assertEquals(6 * i + "\n", answers.get(i).get().orThrow().stdout().text());
      }
    }
  }

  @Test
  void a_program_that_must_not_reach_the_network() throws Exception {
    try (Sandbox s = Sandboxes.open()) {
      Command bin = Victims.run("call", "39");
      assertTrue(s.run(bin).denied().stream().noneMatch(d -> d.call().equals("connect")));
    }
  }
}
