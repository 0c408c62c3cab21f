/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sandbox4j.internal.linux.generated.Uapi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnTest {
  private static final int AS = 3;

  /** Tells its arguments, its environment and its signals on descriptor 3. */
  private static final String REPORTER =
      """
      #include <signal.h>
      #include <stdio.h>
      extern char **environ;
      int main(int argc, char **argv) {
        sigset_t blocked;
        int block = 0, ignore = 0;
        sigprocmask(SIG_BLOCK, 0, &blocked);
        for (int s = 1; s <= 64; s++) {
          struct sigaction a;
          if (s == 32 || s == 33) continue;
          block += sigismember(&blocked, s) == 1;
          ignore += sigaction(s, 0, &a) == 0 && a.sa_handler == SIG_IGN;
        }
        const char *environment = environ[0] ? environ[0] : "none";
        dprintf(3, "%d %s %s %d %d", argc, argv[0], environment, block, ignore);
        return 7;
      }
      """;

  @TempDir Path folder;

  @Nested
  class A_sealed_program {
    @Test
    void starts_with_a_clean_slate_and_its_one_descriptor() throws IOException {
      byte[] image =
          java.nio.file.Files.readAllBytes(new CProgram(folder).compile(REPORTER, "-static"));
      Pipe pipe = Pipe.open();
      try (Descriptor program = Memfd.executable("reporter", image);
          Descriptor read = pipe.readEnd();
          Descriptor write = pipe.writeEnd()) {
        int pid = Spawn.start("/proc/self/fd/" + program.number(), "reporter", write, AS);
        assertEquals(7 << 8, waitFor(pid));
        byte[] report = new byte[200];
        int size = (int) Transfers.read(read.number(), report, 0, report.length);
        assertEquals("1 reporter none 0 0", new String(report, 0, size, UTF_8));
      }
    }

    @Test
    void that_is_no_program_is_reported() {
      try (Descriptor nonsense = Memfd.executable("nonsense", new byte[] {1, 2, 3})) {
        String path = "/proc/self/fd/" + nonsense.number();
        LinuxException failure =
            assertThrows(LinuxException.class, () -> Spawn.start(path, "x", nonsense, AS));
        assertEquals("posix_spawn failed: ENOEXEC", failure.getMessage());
      }
    }
  }

  @Nested
  class A_running_child {
    @Test
    void is_signalled_and_reaped() throws IOException {
      String sleeper = "#include <unistd.h>\nint main(void) { pause(); return 0; }";
      String path = new CProgram(folder).compile(sleeper).toString();
      Pipe pipe = Pipe.open();
      try (Descriptor _ = pipe.readEnd();
          Descriptor write = pipe.writeEnd()) {
        int pid = Spawn.start(path, "sleeper", write, AS);
        try (Descriptor process = Processes.host().open(pid)) {
          assertEquals(OptionalInt.empty(), Processes.host().reap(pid));
          assertEquals(0, Processes.host().signal(process, Uapi.SIGKILL));
          assertEquals(Uapi.SIGKILL, waitFor(pid));
          assertEquals(-Errno.ESRCH, Processes.host().signal(process, 0));
        }
      }
    }
  }

  @Test
  void memory_for_the_librarys_own_structures_suffices() {
    List<String> sizes =
        new CProgram(folder)
            .output(
                """
                #include <spawn.h>
                #include <signal.h>
                #include <stdio.h>
                int main(void) {
                  printf("%d\\n%d\\n%d\\n", sizeof(posix_spawnattr_t) <= 512,
                    sizeof(posix_spawn_file_actions_t) <= 256, sizeof(sigset_t) <= 128);
                  printf("%d\\n", POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
                }
                """);
    assertEquals(new ArrayList<>(List.of("1", "1", "1", "12")), sizes);
  }

  private static int waitFor(int pid) throws IOException {
    for (int i = 0; i < 1_000; i++) {
      OptionalInt status = Processes.host().reap(pid);
      if (status.isPresent()) {
        return status.getAsInt();
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException failure) {
        throw new IOException(failure);
      }
    }
    throw new AssertionError("the child lives on after 10 s");
  }
}
