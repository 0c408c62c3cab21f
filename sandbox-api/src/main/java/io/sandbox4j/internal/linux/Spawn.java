/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * posix_spawn(3): a child without fork in the JVM. The child starts with no blocked and no ignored
 * signals, no environment and one descriptor at a fixed number; it closes all others itself.
 */
public final class Spawn {
  private static final short SETSIGDEF = 4;
  private static final short SETSIGMASK = 8;
  private static final int ATTRIBUTES =
      512; // sizeof posix_spawnattr_t is 336 in glibc, less in musl
  private static final int ACTIONS = 256; // sizeof posix_spawn_file_actions_t is 80 in both
  private static final int SIGNALS = 128; // sizeof sigset_t

  private static final MethodHandle SPAWN = link("posix_spawn", 6);
  private static final MethodHandle ADD_DUP2 =
      link(
          "posix_spawn_file_actions_adddup2",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle ACTIONS_INIT = link("posix_spawn_file_actions_init", 1);
  private static final MethodHandle ACTIONS_DESTROY = link("posix_spawn_file_actions_destroy", 1);
  private static final MethodHandle ATTR_INIT = link("posix_spawnattr_init", 1);
  private static final MethodHandle ATTR_DESTROY = link("posix_spawnattr_destroy", 1);
  private static final MethodHandle ATTR_MASK = link("posix_spawnattr_setsigmask", 2);
  private static final MethodHandle ATTR_DEFAULT = link("posix_spawnattr_setsigdefault", 2);
  private static final MethodHandle ATTR_FLAGS =
      link("posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));

  private Spawn() {}

  private static MethodHandle link(String name, int addresses) {
    ValueLayout[] arguments = new ValueLayout[addresses];
    java.util.Arrays.fill(arguments, ADDRESS);
    return link(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link(String name, FunctionDescriptor shape) {
    NativeAccess.require();
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
  }

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
      MemorySegment attributes = arena.allocate(ATTRIBUTES, 16);
      MemorySegment actions = arena.allocate(ACTIONS, 16);
      MemorySegment none = arena.allocate(SIGNALS, 8);
      MemorySegment all = arena.allocate(SIGNALS, 8);
      all.fill((byte) 0xff);
      MemorySegment arguments = arena.allocate(ADDRESS, 2);
      arguments.setAtIndex(ADDRESS, 0, arena.allocateFrom(name));
      MemorySegment environment = arena.allocate(ADDRESS, 1);
      MemorySegment pid = arena.allocate(JAVA_INT);
      check("posix_spawnattr_init", (int) ATTR_INIT.invokeExact(attributes));
      check("posix_spawn_file_actions_init", (int) ACTIONS_INIT.invokeExact(actions));
      check("posix_spawnattr_setsigmask", (int) ATTR_MASK.invokeExact(attributes, none));
      check("posix_spawnattr_setsigdefault", (int) ATTR_DEFAULT.invokeExact(attributes, all));
      check(
          "posix_spawnattr_setflags",
          (int) ATTR_FLAGS.invokeExact(attributes, (short) (SETSIGDEF | SETSIGMASK)));
      check(
          "posix_spawn_file_actions_adddup2",
          (int) ADD_DUP2.invokeExact(actions, descriptor.number(), as));
      int result =
          (int)
              SPAWN.invokeExact(
                  pid, arena.allocateFrom(path), actions, attributes, arguments, environment);
      int _ = (int) ACTIONS_DESTROY.invokeExact(actions);
      int _ = (int) ATTR_DESTROY.invokeExact(attributes);
      check("posix_spawn", result);
      return pid.get(JAVA_INT, 0);
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
