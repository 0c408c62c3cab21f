/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Command;
import io.sandbox4j.GuestPath;
import io.sandbox4j.Isolation;
import io.sandbox4j.Limits;
import io.sandbox4j.Network;
import io.sandbox4j.Root;
import io.sandbox4j.SandboxSetupException;
import io.sandbox4j.Source;
import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.LaunchPlan;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.launch.Step;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.RunSpec;
import io.sandbox4j.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the caller reads when a launch fails. */
class FailureTextsTest {
  @TempDir Path folder;

  private static LaunchPlan plan() {
    PlanBuilder plan = new PlanBuilder();
    plan.at(Role.INIT, Stage.ROOT_FILESYSTEM)
        .call("mount it", "mount", plan.text("/missing"))
        .advice(Errno.ENOENT, "Make it first.");
    plan.at(Role.PROGRAM, Stage.EXEC).call("execute x", "execve", plan.text("x"));
    return plan.build();
  }

  @Nested
  class A_failed_step {
    @Test
    void is_named_with_its_stage_its_call_and_its_errno() {
      SandboxSetupException failure = FailureText.setup(plan(), Role.INIT, 0, Errno.EBADF);
      assertEquals("INIT ROOT_FILESYSTEM", failure.stage());
      assertEquals("mount it", failure.step());
      assertEquals("mount(\"/missing\")", failure.call());
      assertEquals("EBADF", failure.errno());
      assertEquals(Errno.EBADF, failure.errnoNumber());
      assertEquals("", failure.fix());
    }

    @Test
    void brings_its_own_advice() {
      assertEquals("Make it first.", FailureText.setup(plan(), Role.INIT, 0, Errno.ENOENT).fix());
    }

    @Test
    void brings_the_advice_that_holds_for_every_step() {
      for (int errno :
          new int[] {
            Errno.EMFILE,
            Errno.ENFILE,
            Errno.ENOMEM,
            Errno.ENOSPC,
            Errno.EUSERS,
            Errno.ETIMEDOUT,
            Errno.ENOSYS
          }) {
        assertTrue(
            FailureText.setup(plan(), Role.INIT, 0, errno).fix().endsWith("."), Errno.name(errno));
      }
    }

    @Test
    void that_nobody_names_is_a_process_that_died() {
      SandboxSetupException failure = FailureText.setup(plan(), Role.INIT, -1, 0);
      assertEquals("start the init process", failure.step());
      assertEquals("a signal", failure.errno());
      failure = FailureText.setup(plan(), Role.PROGRAM, 99, Errno.ENOMEM);
      assertEquals("start the program process", failure.step());
      assertEquals("ENOMEM", failure.errno());
    }
  }

  @Nested
  class A_program_that_cannot_be_executed {
    private SandboxSetupException explain(Command command, int errno) {
      return explain(Root.empty(), command, errno);
    }

    private SandboxSetupException explain(Root root, Command command, int errno) {
      SandboxSpec spec =
          new SandboxSpec(
              root,
              List.of(),
              Limits.DEFAULT,
              Network.none(),
              Isolation.process(),
              Map.of(),
              Set.of(),
              "sandbox",
              1000,
              1000,
              GuestPath.WORK,
              Set.of(),
              false,
              false,
              false);
      HostFacts host = new HostFacts("x86_64", 0, 0, List.of(), 1, 0, 1 << 20, true, true);
      RunSpec run =
          new RunSpec(RunSpec.Kind.SINGLE, "run", spec, command, Limits.DEFAULT, host, null);
      Step step = plan().steps(Role.PROGRAM).getFirst();
      return ProgramDiagnosis.explain(run, command, step, errno);
    }

    private byte[] elf(int machine, String interpreter) {
      byte[] head = new byte[200];
      head[0] = 0x7f;
      head[1] = 'E';
      head[2] = 'L';
      head[3] = 'F';
      head[18] = (byte) machine;
      byte[] path = interpreter.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      System.arraycopy(path, 0, head, 100, path.length);
      return head;
    }

    private Command with(byte[] content) {
      return Command.of("./a").copyIn("a", Source.bytes(content).executable());
    }

    @Test
    void because_it_is_missing() {
      SandboxSetupException failure = explain(Command.of("/bin/nope"), Errno.ENOENT);
      assertEquals("execute /bin/nope (no such program in the sandbox)", failure.step());
      assertEquals("Copy it in, bind it, or choose a root that has it.", failure.fix());
      failure = explain(Command.of("nope"), Errno.ENOENT);
      assertEquals("Name it by its path, or set PATH with env.", failure.fix());
    }

    @Test
    void because_a_scripts_interpreter_is_missing() {
      assertEquals(
          "execute ./a (its interpreter /usr/bin/python9 is not in the sandbox)",
          explain(
                  with(
                      "#! /usr/bin/python9 -u\nx"
                          .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                  Errno.ENOENT)
              .step());
    }

    @Test
    void because_its_linker_is_missing() {
      assertEquals(
          "execute ./a (its interpreter /lib/ld-musl.so.1 is not in the sandbox)",
          explain(with(elf(62, "/lib/ld-musl.so.1")), Errno.ENOENT).step());
    }

    @Test
    void because_it_is_of_another_machine() {
      int other = Arch.current() == Arch.X86_64 ? 183 : 62;
      assertEquals(
          "execute ./a (it is built for another architecture than " + Arch.current() + ")",
          explain(with(elf(other, "")), Errno.ENOEXEC).step());
    }

    @Test
    void because_it_is_no_program() {
      assertEquals(
          "execute ./a (it is no program: neither ELF nor a script with #!)",
          explain(with(new byte[] {'h', 'i'}), Errno.ENOEXEC).step());
      assertEquals(
          "execute ./a (it is no program: neither ELF nor a script with #!)",
          explain(with(new byte[0]), Errno.ENOEXEC).step());
    }

    @Test
    void because_it_may_not() {
      SandboxSetupException failure = explain(with(new byte[] {1}), Errno.EACCES);
      assertEquals("execute ./a (it is not executable)", failure.step());
      assertTrue(failure.fix().contains("executable()"), failure.fix());
    }

    @Test
    void is_looked_at_in_a_root_that_is_a_directory() throws IOException {
      Files.createDirectories(folder.resolve("bin"));
      Files.writeString(folder.resolve("bin/tool"), "#!/opt/none\n");
      assertEquals(
          "execute /bin/tool (its interpreter /opt/none is not in the sandbox)",
          explain(Root.directory(folder), Command.of("/bin/tool"), Errno.ENOENT).step());
    }

    @Test
    void for_a_reason_that_the_kernel_alone_knows() {
      assertEquals(
          "execute ./a (the kernel refused it)", explain(with(new byte[] {1}), Errno.EIO).step());
    }

    @Test
    void because_its_arguments_are_too_many() {
      assertEquals(
          "Arguments and environment together are too large.",
          explain(with(new byte[] {1}), Errno.E2BIG).fix());
    }
  }
}
