/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * posix_spawn(3): a child without fork in the JVM. The child starts with no blocked and no ignored
 * signals, no environment and one descriptor at a fixed number; it closes all others itself.
 */
public final class Spawn {
  private static final int SETSIGDEF = 4;
  private static final int SETSIGMASK = 8;
  private static final int ATTRIBUTES =
      512; // sizeof posix_spawnattr_t is 336 in glibc, less in musl
  private static final int ACTIONS = 256; // sizeof posix_spawn_file_actions_t is 80 in both
  private static final int SIGNALS = 128; // sizeof sigset_t

  private static final MethodHandle SPAWN = CFunction.link("posix_spawn");
  private static final MethodHandle ADD_DUP2 = CFunction.link("posix_spawn_file_actions_adddup2");
  private static final MethodHandle ACTIONS_INIT = CFunction.link("posix_spawn_file_actions_init");
  private static final MethodHandle ACTIONS_DESTROY =
      CFunction.link("posix_spawn_file_actions_destroy");
  private static final MethodHandle ATTR_INIT = CFunction.link("posix_spawnattr_init");
  private static final MethodHandle ATTR_DESTROY = CFunction.link("posix_spawnattr_destroy");
  private static final MethodHandle ATTR_MASK = CFunction.link("posix_spawnattr_setsigmask");
  private static final MethodHandle ATTR_DEFAULT = CFunction.link("posix_spawnattr_setsigdefault");
  private static final MethodHandle ATTR_FLAGS = CFunction.link("posix_spawnattr_setflags");

  private Spawn() {}

  /**
   * Starts a program.
   *
   * @param path the file to execute
   * @param name its only argument
   * @param descriptor what it gets
   * @param as the number it gets it under
   * @return its pid
   * @throws LinuxException if it cannot be started, with posix_spawn's errno
   */
  public static int start(String path, String name, Descriptor descriptor, int as) {
    try (Arena arena = Arena.ofConfined()) {
      long attributes = arena.allocate(ATTRIBUTES, 16).address();
      long actions = arena.allocate(ACTIONS, 16).address();
      long none = arena.allocate(SIGNALS, 8).address();
      long all = arena.allocate(SIGNALS, 8).fill((byte) 0xff).address();
      MemorySegment arguments = arena.allocate(ADDRESS, 2);
      arguments.setAtIndex(ADDRESS, 0, arena.allocateFrom(name));
      MemorySegment environment = arena.allocate(ADDRESS, 1);
      MemorySegment pid = arena.allocate(JAVA_INT);
      MemorySegment errno = arena.allocate(CFunction.CAPTURE);
      check("posix_spawnattr_init", call(ATTR_INIT, errno, attributes));
      check("posix_spawn_file_actions_init", call(ACTIONS_INIT, errno, actions));
      check("posix_spawnattr_setsigmask", call(ATTR_MASK, errno, attributes, none));
      check("posix_spawnattr_setsigdefault", call(ATTR_DEFAULT, errno, attributes, all));
      check(
          "posix_spawnattr_setflags", call(ATTR_FLAGS, errno, attributes, SETSIGDEF | SETSIGMASK));
      check(
          "posix_spawn_file_actions_adddup2",
          call(ADD_DUP2, errno, actions, descriptor.number(), as));
      int result =
          call(
              SPAWN,
              errno,
              pid.address(),
              arena.allocateFrom(path).address(),
              actions,
              attributes,
              arguments.address(),
              environment.address());
      int _ = call(ACTIONS_DESTROY, errno, actions);
      int _ = call(ATTR_DESTROY, errno, attributes);
      check("posix_spawn", result);
      return pid.get(JAVA_INT, 0);
    }
  }

  /** These functions return their errno, and do not set the variable. */
  private static int call(MethodHandle function, MemorySegment errno, long... arguments) {
    long[] six = Arrays.copyOf(arguments, 6);
    try {
      return (int)
          (long) function.invokeExact(errno, six[0], six[1], six[2], six[3], six[4], six[5], 0L);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void check(String call, int errno) {
    if (errno != 0) {
      throw new LinuxException(call, errno);
    }
  }
}
