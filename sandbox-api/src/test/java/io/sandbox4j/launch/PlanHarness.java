/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.SyscallTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The shim's own interpreter in a process without sandbox, and a second process, set up the same,
 * that makes the calls of a simulator. Both share a file with this JVM, at one address.
 */
final class PlanHarness implements AutoCloseable {
  static final int SIZE = 8 << 20;
  private static final int PLAN_AT = 65_536;
  private static final int SIMULATOR_AT = 4 << 20;
  private static final int FIRST_PASSED = 300;
  private static final int FIRST_KEPT = 600;
  private static final int FILE_ROOM = 4096;

  // Offsets of struct shared.
  static final int MAILBOX = 80;
  private static final int PLAN_SIZE = 320;
  private static final int PASSED = 324;
  private static final int FAILED_ERROR = 328;
  private static final int LEFT_ERROR = 332;
  private static final int PAUSE_ERROR = 336;
  private static final int RESUME_ERROR = 340;
  private static final int FAILED_ROLE = 344;
  private static final int LEFT_ROLE = 352;
  private static final int COMPLETE = 360;
  private static final int ENDED = 364;
  private static final int OWNED = 368;
  private static final int SLOT = 376;
  private static final int FILE = SLOT + 64 * Long.BYTES;

  private static final SyscallTable TABLE = SyscallTable.of(Arch.current());

  private final Path program;
  private final Path file;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment shared;

  /**
   * What a plan came to.
   *
   * @param launch how the launch ended
   * @param pause what a pause and a resume came to
   * @param resume the same
   * @param leftover the first step of END or TEARDOWN that failed
   * @param slots what the slots hold at the end
   * @param owned the slots whose descriptors the run closes
   * @param data the plan's data at the end, by the chunks that steps name
   * @param files what was written into the passed files
   */
  record Report(
      String launch,
      int pause,
      int resume,
      String leftover,
      Map<String, Long> slots,
      List<String> owned,
      List<String> data,
      List<String> files) {}

  /** Compiles the harness. */
  PlanHarness(Path folder) {
    program = folder.resolve("plan_harness");
    file = folder.resolve("shared");
    Path sources = Path.of("src", "main", "native");
    List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-static", "-Wall", "-Wextra"));
    command.addAll(List.of("-Werror", "-I", sources.toString(), "-o", program.toString()));
    command.add(Path.of("src", "test", "native", "plan_harness.c").toString());
    for (String part : List.of("interpreter", "words", "family", "lifecycle", "limits", "heap")) {
      command.add(sources.resolve(part + ".c").toString());
    }
    try {
      var _ = run(command);
      Files.write(file, new byte[SIZE]);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        shared = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE, arena);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static void requireCompiler() {
    try {
      var _ = run(List.of("gcc", "--version"));
    } catch (IOException absent) {
      assumeTrue(false, "no gcc: install the package gcc");
    }
  }

  /** Runs a program to its end; what it said. */
  static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (await(process) != 0) {
      throw new AssertionError(String.join(" ", command) + ":\n" + said);
    }
    return said;
  }

  private static int await(Process process) {
    try {
      if (!process.waitFor(70, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the harness hangs");
      }
      return process.exitValue();
    } catch (InterruptedException interrupt) {
      throw new AssertionError(interrupt);
    }
  }

  private Process start(String mode) {
    try {
      return new ProcessBuilder(
              program.toString(),
              mode,
              file.toString(),
              Long.toUnsignedString(shared.address()),
              Integer.toString(SIZE))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void prepare(LaunchPlan plan) {
    shared.asSlice(0, PLAN_AT).fill((byte) 0);
    shared.set(ValueLayout.JAVA_INT, PASSED, plan.passed().size());
  }

  /** By the C interpreter. */
  Report interpret(LaunchPlan plan) {
    byte[] block = PlanCompiler.compile(plan, TABLE);
    prepare(plan);
    shared.set(ValueLayout.JAVA_INT, PLAN_SIZE, block.length);
    MemorySegment.copy(block, 0, shared, ValueLayout.JAVA_BYTE, PLAN_AT, block.length);
    int status = await(start("interpret"));
    if (status != 0 || integer(ENDED) != 1) {
      throw new IllegalStateException("the harness ended with " + status);
    }
    Map<String, Long> slots = new TreeMap<>();
    List<String> owned = new ArrayList<>();
    for (Slot slot : bySlotName(plan)) {
      slots.put(slot.name(), shared.get(ValueLayout.JAVA_LONG, SLOT + slot.index() * 8L));
      if ((shared.get(ValueLayout.JAVA_LONG, OWNED) >>> slot.index() & 1) != 0) {
        owned.add(slot.name());
      }
    }
    byte[] after = shared.asSlice(PLAN_AT, block.length).toArray(ValueLayout.JAVA_BYTE);
    List<String> files = new ArrayList<>();
    for (int i = 0; i < plan.passed().size(); i++) {
      long at = FILE + i * (8L + FILE_ROOM);
      long size = shared.get(ValueLayout.JAVA_LONG, at);
      files.add(content(shared.asSlice(at + 8, Math.min(size, FILE_ROOM)), size));
    }
    return new Report(
        integer(COMPLETE) == 1 ? "complete" : failure(FAILED_ROLE, FAILED_ERROR),
        integer(PAUSE_ERROR),
        integer(RESUME_ERROR),
        failure(LEFT_ROLE, LEFT_ERROR),
        slots,
        owned,
        new PlanBlock(block, plan).chunks(after),
        files);
  }

  private int integer(int offset) {
    return shared.get(ValueLayout.JAVA_INT, offset);
  }

  private String failure(int roleAt, int errorAt) {
    return failure(
        Role.numbered(integer(roleAt)), integer(roleAt + Integer.BYTES), integer(errorAt));
  }

  private static String failure(Role role, int step, int errno) {
    boolean failed = new PlanSimulator.Ending(role, step, errno).isFailure();
    return failed ? role + " step " + step + " errno " + errno : "none";
  }

  private static String content(MemorySegment bytes, long size) {
    return size + ":" + java.util.HexFormat.of().formatHex(bytes.toArray(ValueLayout.JAVA_BYTE));
  }

  private static List<Slot> bySlotName(LaunchPlan plan) {
    return List.copyOf(new TreeMap<>(plan.slots()).values());
  }

  /** By the simulator, whose calls a process makes that is set up as the interpreter's. */
  Report simulate(LaunchPlan plan) {
    prepare(plan);
    Process server = start("serve");
    SegmentAllocator slices =
        SegmentAllocator.slicingAllocator(shared.asSlice(SIMULATOR_AT, SIZE - SIMULATOR_AT));
    Lock one = new ReentrantLock(); // for the threads of simulated children
    SegmentAllocator memory =
        (size, alignment) -> {
          one.lock();
          try {
            return slices.allocate(size, alignment);
          } finally {
            one.unlock();
          }
        };
    try {
      ServedKernel kernel = new ServedKernel(shared, memory, server::isAlive);
      List<Long> passed = new ArrayList<>();
      for (int i = 0; i < plan.passed().size(); i++) {
        passed.add((long) FIRST_PASSED + i);
      }
      PlanSimulator simulator = new PlanSimulator(plan, kernel, TABLE, memory, passed);
      return report(plan, simulator, kernel, memory);
    } finally {
      server.destroyForcibly();
      await(server);
    }
  }

  private static Report report(
      LaunchPlan plan, PlanSimulator simulator, ServedKernel kernel, SegmentAllocator memory) {
    PlanSimulator.Ending launch = simulator.execute(Role.SHIM);
    int pause = 0;
    int resume = 0;
    if (!launch.isFailure()) {
      pause = section(plan, simulator, Role.PAUSE);
      resume = pause == 0 ? section(plan, simulator, Role.RESUME) : 0;
    }
    PlanSimulator.Ending left = simulator.execute(Role.END);
    PlanSimulator.Ending leftInTeardown = simulator.execute(Role.TEARDOWN);
    left = left.errno() == 0 ? leftInTeardown : left;
    kernel.awaitChildren();
    Map<String, Long> slots = new TreeMap<>();
    List<String> owned = new ArrayList<>();
    for (Slot slot : bySlotName(plan)) {
      slots.put(slot.name(), simulator.value(slot));
      if (simulator.owns(slot)) {
        owned.add(slot.name());
      }
    }
    List<String> data =
        PlanBlock.named(plan).stream().map(c -> PlanBlock.content(c, simulator.bytes(c))).toList();
    List<String> files = new ArrayList<>();
    for (int i = 0; i < plan.passed().size(); i++) {
      MemorySegment room = memory.allocate(FILE_ROOM, 8);
      long end = kernel.call("lseek", FIRST_KEPT + i, 0, 2);
      long size = kernel.call("pread64", FIRST_KEPT + i, room.address(), FILE_ROOM, 0);
      files.add(content(room.asSlice(0, size), end));
    }
    return new Report(
        !launch.isFailure() ? "complete" : failure(launch.role(), launch.step(), launch.errno()),
        pause,
        resume,
        failure(left.role(), left.step(), left.errno()),
        slots,
        owned,
        data,
        files);
  }

  /** As {@code run_section} of {@code lifecycle.c} answers. */
  private static int section(LaunchPlan plan, PlanSimulator simulator, Role role) {
    return plan.steps(role).isEmpty()
        ? io.sandbox4j.internal.linux.Errno.ENOSYS
        : simulator.execute(role).errno();
  }

  @Override
  public void close() {
    arena.close();
  }
}
