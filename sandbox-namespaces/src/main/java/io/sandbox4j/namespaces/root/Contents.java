/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import io.sandbox4j.GuestPath;
import io.sandbox4j.Source;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.FileStatus;
import io.sandbox4j.internal.linux.Files;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.LinuxException;
import io.sandbox4j.internal.linux.Memfd;
import io.sandbox4j.internal.linux.Transfers;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.spi.PassedDescriptor;
import io.sandbox4j.spi.RunSpec;
import org.jspecify.annotations.Nullable;

/**
 * Fills new files with what the caller gave: few bytes by the plan itself, many by a memory file of
 * all of them, a host file by a descriptor that the JVM opened. The program gets none of these
 * descriptors.
 */
final class Contents {
  private static final int AT_FDCWD = -100;
  private static final int IN_PLAN = 16_384;
  private static final int MOST_PASSED = 128;

  private final RunSpec run;
  private final Assembly assembly;
  private int passed;
  private @Nullable Bundle bundle;

  Contents(RunSpec run, Assembly assembly) {
    this.run = run;
    this.assembly = assembly;
  }

  /** Fills the file that is open in the assembly. */
  void fill(GuestPath at, Source source) {
    switch (source) {
      case Source.Bytes bytes -> fill(at.text(), bytes.content());
      case Source.HostFile file -> fill(at, file);
      case Source.Held held ->
          assembly.copy(at.text(), passAlways(held.content().open()), 0, held.content().size());
    }
  }

  private void fill(String name, byte[] content) {
    if (content.length <= IN_PLAN) {
      assembly.write(name, content);
      return;
    }
    Bundle to = bundle();
    long offset = to.size;
    to.append(content);
    assembly.copy(name, to.operand, offset, content.length);
  }

  private void fill(GuestPath at, Source.HostFile file) {
    // Without waiting: opening a FIFO would block until somebody writes to it.
    long opened = Files.host().openat(AT_FDCWD, file.path().toString(), Mounts.O_NONBLOCK, 0);
    if (opened < 0) {
      throw new IllegalArgumentException(
          "cannot copy " + file.path() + " in to " + at + ": " + Errno.name((int) -opened));
    }
    Descriptor descriptor = new Descriptor((int) opened);
    FileStatus status = FileStatus.of(Kernel.host(), descriptor);
    if (!status.isRegular()) {
      descriptor.close();
      throw new IllegalArgumentException(
          "cannot copy " + file.path() + " in to " + at + ": it is no regular file");
    }
    if (passed < MOST_PASSED) {
      assembly.copy(at.text(), pass(descriptor), 0, status.size());
      return;
    }
    try (descriptor) {
      Bundle to = bundle();
      long offset = to.size;
      run.passesOnce(to.operand.name());
      to.append(descriptor, status.size());
      assembly.copy(at.text(), to.operand, offset, to.size - offset);
    }
  }

  private Bundle bundle() {
    Bundle there = bundle;
    if (there == null) {
      Descriptor file = Memfd.growing("sandbox4j-contents");
      there = new Bundle(file, passAlways(file));
      bundle = there;
    }
    return there;
  }

  /** One memory file for many contents: a message to the shim takes 253 descriptors. */
  private static final class Bundle {
    private final Descriptor file;
    private final Operand.Passed operand;
    private long size;

    Bundle(Descriptor file, Operand.Passed operand) {
      this.file = file;
      this.operand = operand;
    }

    void append(byte[] content) {
      Transfers.writeAll(file.number(), content);
      size += content.length;
    }

    void append(Descriptor from, long most) {
      for (long left = most; left > 0; ) {
        long sent =
            LinuxException.check(
                "sendfile", Files.host().sendfile(file.number(), from.number(), left));
        if (sent == 0) {
          return; // it became shorter meanwhile
        }
        left -= sent;
        size += sent;
      }
    }
  }

  /** What the caller gave cannot change any more. */
  private Operand.Passed passAlways(PassedDescriptor descriptor) {
    Operand.Passed operand = pass(descriptor);
    run.passesAlways(operand.name());
    return operand;
  }

  private Operand.Passed pass(PassedDescriptor descriptor) {
    String name = "content." + passed++;
    run.pass(name, descriptor);
    Operand.Passed operand = assembly.plan().passed(name);
    assembly.plan().keep(assembly.by(), operand, false);
    return operand;
  }
}
