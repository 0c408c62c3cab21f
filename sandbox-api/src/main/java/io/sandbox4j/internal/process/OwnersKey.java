/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.FileStatus;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.generated.Uapi;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Mode bits on the way to a file, opened for its owner and put back when closed. An ordinary user's
 * sandbox writes with the JVM's own uid: {@code chmod 000} there shuts out the JVM, which has no
 * CAP_DAC_OVERRIDE, but not the owner's right to change the mode.
 */
final class OwnersKey implements AutoCloseable {
  private static final int O_PATH = 0x200000;
  private static final int SEARCH = 0100;
  private static final int READ = 0400;
  private static final int MODE = 07777;

  /** Something whose mode was changed. */
  private record Turned(Descriptor at, int mode) {}

  private final Deque<Turned> turned = new ArrayDeque<>();

  private OwnersKey() {}

  /** Goes down a path as far as it can and adds what the owner lacks. */
  static OwnersKey turn(Descriptor directory, String path) {
    OwnersKey key = new OwnersKey();
    try (Arena arena = Arena.ofConfined()) {
      for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
        key.add(directory, path.substring(0, end), arena);
      }
      key.add(directory, path, arena);
    }
    return key;
  }

  private void add(Descriptor directory, String path, Arena arena) {
    long opened = GuestFiles.openBelow(directory, path, O_PATH, arena);
    if (opened < 0) {
      return; // the caller's own attempt says why
    }
    Descriptor at = new Descriptor((int) opened);
    FileStatus status = FileStatus.of(Kernel.host(), at);
    int lacks = status.isDirectory() ? SEARCH : status.isRegular() ? READ : 0;
    if ((status.mode() & lacks) == lacks || change(at, status.mode() | lacks) < 0) {
      at.close();
    } else {
      turned.push(new Turned(at, status.mode()));
    }
  }

  /** By the descriptor's own link: the path may name something else by now. */
  private static long change(Descriptor at, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      return Kernel.host()
          .call(
              "fchmodat",
              Uapi.AT_FDCWD,
              arena.allocateFrom("/proc/self/fd/" + at.number()).address(),
              mode & MODE);
    }
  }

  @Override
  public void close() {
    for (Turned one : turned) {
      try (Descriptor at = one.at()) {
        var _ = change(at, one.mode());
      }
    }
  }
}
