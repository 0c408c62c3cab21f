/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Command;
import io.sandbox4j.GuestPath;
import io.sandbox4j.Root;
import io.sandbox4j.SandboxSetupException;
import io.sandbox4j.Source;
import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Transfers;
import io.sandbox4j.launch.Step;
import io.sandbox4j.spi.HeldContent;
import io.sandbox4j.spi.PassedDescriptor;
import io.sandbox4j.spi.RunSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tells why an execve failed, in the caller's terms: missing, not executable, of another
 * architecture, or with an interpreter that is not there. Looks at the file's source on the host,
 * as far as it has one; only after a failure.
 */
final class ProgramDiagnosis {
  private static final int HEAD = 4096;
  private static final int MACHINE_X86_64 = 62;
  private static final int MACHINE_AARCH64 = 183;

  private ProgramDiagnosis() {}

  static SandboxSetupException explain(RunSpec run, Command command, Step step, int errno) {
    String program = command.program();
    String reason = reason(run, command, errno);
    return new SandboxSetupException(
        "PROGRAM EXEC",
        "execute " + program + " (" + reason + ")",
        step.asCall(),
        Errno.name(errno),
        errno,
        fix(errno, program));
  }

  private static String fix(int errno, String program) {
    return switch (errno) {
      case Errno.ENOENT, Errno.ENOTDIR ->
          program.contains("/")
              ? "Copy it in, bind it, or choose a root that has it."
              : "Name it by its path, or set PATH with env.";
      case Errno.EACCES, Errno.EPERM ->
          "Make it executable: Source.executable(), or a bind without NOEXEC.";
      case Errno.E2BIG -> "Arguments and environment together are too large.";
      default -> "";
    };
  }

  private static String reason(RunSpec run, Command command, int errno) {
    byte[] head = head(run, command).orElse(new byte[0]);
    return switch (errno) {
      case Errno.ENOENT, Errno.ENOTDIR ->
          head.length == 0
              ? "no such program in the sandbox"
              : interpreter(head)
                  .map(i -> "its interpreter " + i + " is not in the sandbox")
                  .orElse("no such program in the sandbox");
      case Errno.EACCES, Errno.EPERM -> "it is not executable";
      case Errno.ENOEXEC ->
          otherMachine(head)
              ? "it is built for another architecture than " + Arch.current()
              : "it is no program: neither ELF nor a script with #!";
      default -> "the kernel refused it";
    };
  }

  private static boolean isElf(byte[] head) {
    return head.length >= 20
        && head[0] == 0x7f
        && head[1] == 'E'
        && head[2] == 'L'
        && head[3] == 'F';
  }

  private static boolean otherMachine(byte[] head) {
    int machine = isElf(head) ? (head[18] & 0xff) | (head[19] & 0xff) << 8 : 0;
    return isElf(head)
        && machine != (Arch.current() == Arch.X86_64 ? MACHINE_X86_64 : MACHINE_AARCH64);
  }

  /** The interpreter of a script, or the path of the ELF interpreter found in the head. */
  private static Optional<String> interpreter(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("#!")) {
      String line =
          text.substring(2, text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n')).strip();
      return Optional.of(line.split("\\s+", 2)[0]);
    }
    int at = isElf(head) ? text.indexOf("/ld-") : -1;
    if (at < 0) {
      return Optional.empty();
    }
    int from = text.lastIndexOf('\0', at) + 1;
    int to = text.indexOf('\0', at);
    return to < 0 ? Optional.empty() : Optional.of(text.substring(from, to));
  }

  private static Optional<byte[]> head(RunSpec run, Command command) {
    for (String candidate :
        ProgramSteps.candidates(command, ProgramSteps.environment(run, command))) {
      Optional<byte[]> head = headOf(run, command, candidate);
      if (head.isPresent()) {
        return head;
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> headOf(RunSpec run, Command command, String candidate) {
    GuestPath path;
    try {
      path =
          candidate.startsWith("/") ? GuestPath.absolute(candidate) : GuestPath.fromWork(candidate);
    } catch (IllegalArgumentException outside) {
      return Optional.empty();
    }
    Source source = command.copyIns().get(path);
    if (source instanceof Source.Bytes bytes) {
      return Optional.of(bytes.content());
    }
    if (source instanceof Source.Held(HeldContent held, boolean _)) {
      return head(held);
    }
    if (source instanceof Source.HostFile(Path file, boolean _)) {
      return read(file);
    }
    return switch (run.sandbox().root()) {
      case Root.HostSystem _ -> read(Path.of(path.text()));
      case Root.Directory(Path directory) -> read(directory.resolve(path.text().substring(1)));
      case Root.Empty _ -> Optional.empty();
    };
  }

  private static Optional<byte[]> head(HeldContent held) {
    try (PassedDescriptor file = held.open()) {
      byte[] head = new byte[HEAD];
      long size = Transfers.readAt(file.number(), head, 0, HEAD, 0);
      return size < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(head, (int) size));
    } catch (IllegalStateException closedMeanwhile) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(in.readNBytes(HEAD));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
