/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.internal.linux.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** The step that kills all that stands in a cgroup namespace, as {@code family.c} does it. */
final class FamilyProcesses {
  private static final int TEXT = 4096;
  private static final int STATX = 256;
  private static final int STX_INO = 32;
  private static final int STATX_INO = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int D_RECLEN = 16;
  private static final int D_NAME = 19;
  private static final int SIGKILL = 9;
  private static final int O_CLOEXEC = 0x80000;

  private final ListedProcesses.Calls calls;
  private final SimulatedData data;
  private final int directory;

  FamilyProcesses(ListedProcesses.Calls calls, SimulatedData data, int directory) {
    this.calls = calls;
    this.data = data;
    this.directory = directory;
  }

  /** SIGKILL to everyone in it; again while there was any. */
  long kill(int proc, int family) {
    MemorySegment status = data.room(STATX);
    long inode = inode(status, family, "", AT_EMPTY_PATH);
    if (inode == 0) {
      return -Errno.EPROTO;
    }
    MemorySegment text = data.room(TEXT);
    calls.call("lseek", proc, 0, 0);
    long count = 0;
    while (true) {
      long size = calls.call("getdents64", proc, text.address(), TEXT);
      if (size <= 0) {
        return size < 0 ? size : count > 0 ? -Errno.EAGAIN : 0;
      }
      for (long at = 0; at < size; ) {
        String name = text.getString(at + D_NAME, StandardCharsets.UTF_8);
        if (!name.isEmpty() && name.charAt(0) >= '1' && name.charAt(0) <= '9') {
          count += killRelative(status, proc, name, inode);
        }
        at += Short.toUnsignedInt(text.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + D_RECLEN));
      }
    }
  }

  private int killRelative(MemorySegment status, int proc, String pid, long family) {
    long opened = calls.call("openat", proc, text(pid).address(), directory | O_CLOEXEC, 0);
    int process = (int) opened;
    if (process < 0) {
      return 0;
    }
    boolean killed =
        inode(status, process, "ns/cgroup", 0) == family
            && calls.call("pidfd_send_signal", process, SIGKILL, 0, 0) == 0;
    calls.call("close", process);
    return killed ? 1 : 0;
  }

  private long inode(MemorySegment status, int from, String path, int flags) {
    long result =
        calls.call("statx", from, text(path).address(), flags, STATX_INO, status.address());
    return result < 0 ? 0 : status.get(ValueLayout.JAVA_LONG_UNALIGNED, STX_INO);
  }

  private MemorySegment text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    MemorySegment room = data.room(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, room, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return room;
  }
}
