/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.SyscallTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCompilerTest {
  private static final SyscallTable TABLE = SyscallTable.of(Arch.current());

  @TempDir Path folder;

  private final PlanBuilder plan = new PlanBuilder();

  private static byte[] compile(PlanBuilder plan) {
    return PlanCompiler.compile(plan.build(), TABLE);
  }

  private static void assertRefused(String expected, PlanBuilder plan) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> compile(plan));
    assertEquals(expected, refusal.getMessage());
  }

  @Nested
  class What_does_not_fit {
    @Test
    void is_a_ninth_watch() {
      for (int i = 0; i < 8; i++) {
        plan.watch(new Watch.Wall(i, Duration.ofSeconds(1)));
      }
      assertTrue(compile(plan).length > 0);
      plan.watch(new Watch.Wall(8, Duration.ofSeconds(1)));
      assertRefused("the plan does not fit the format: more than 8 watches", plan);
    }

    @Test
    void is_a_ninth_reported_descriptor() {
      for (int i = 0; i < 8; i++) {
        plan.report(plan.slot("s" + i));
      }
      assertTrue(compile(plan).length > 0);
      plan.report(plan.slot("s8"));
      assertRefused("the plan does not fit the format: more than 8 reported descriptors", plan);
    }

    @Test
    void is_a_call_that_the_machine_does_not_have() {
      plan.at(Role.SHIM, Stage.PREPARE).call("do it", "frobnicate");
      assertRefused("no system call frobnicate here, for 'do it'", plan);
    }
  }

  /** Everything in one block, read by a C program with the shim's own header. */
  @Nested
  class The_block {
    @BeforeEach
    void fill() {
      plan.channel(Role.INIT, plan.slot("pid"), plan.slot("shim end"), plan.slot("child end"));
      Chunk target = plan.bytes("target".getBytes(StandardCharsets.US_ASCII), "target");
      Chunk pointing = plan.room(24, "pointing").pointer(8, target).put64(16, 0x1122334455667788L);
      plan.at(Role.SHIM, Stage.PREPARE)
          .call(
              "all operands",
              "prctl",
              Operand.value(-2),
              new Operand.Address(pointing, 8),
              plan.saved("pid"),
              plan.passed("stdin"),
              new Operand.OfSession(new Slot(5, "s")),
              Operand.value(6))
          .saveDescriptor("saved")
          .ifPresent()
          .clears()
          .exactly(-7)
          .skip(11, 1)
          .unless(12);
      plan.at(Role.SHIM, Stage.PREPARE)
          .does("store", Action.Special.STORE64, new Operand.Address(pointing, 16), Operand.NULL);
      plan.at(Role.INIT, Stage.EXEC)
          .call("repeat", "prctl", Operand.value(24), Operand.value(0))
          .repeat(41);
      plan.watch(
          new Watch.Counter(
              3, Duration.ofSeconds(4), plan.slot("counter"), "usage_usec ", 1000, 2));
      plan.reading(new Reading("subject", plan.slot("counter"), "cpu.stat", 256, true));
      plan.report(plan.slot("saved"));
      plan.setupLimit(Duration.ofSeconds(9));
      plan.awaitDescendants();
    }

    private String readByC() throws IOException {
      PlanHarness.requireCompiler();
      byte[] block = compile(plan);
      Path file = Files.write(folder.resolve("block"), block);
      Path program = folder.resolve("read_block");
      Path sources = Path.of("src", "test", "native");
      PlanHarness.run(
          List.of(
              "gcc", "-O1", "-Wall", "-Wextra", "-Werror", "-I", "src/main/native", "-o",
              program.toString(), sources.resolve("read_block.c").toString()));
      return PlanHarness.run(List.of(program.toString(), file.toString()));
    }

    @Test
    void says_to_the_shim_what_the_plan_says() throws IOException {
      assertEquals(
          """
          block S4JP version 1 whole 1 steps 3 flags 1 setup 9000000000
          role 0: 0+2, role 1: 2+1, role 2: 3+0, role 3: 3+0, role 4: 3+0, role 5: 3+0, role 6: 3+0, role 7: 3+0
          channels 63 63 63, 1 2 0, 63 63 63, 63 63 63
          reported 3 255
          step prctl flags 55 slot 3 exact -7 expected 11 jump 1 other 12 times 1
            value -2, data 8, slot 0, passed 0, parent 5, value 6
          step store64 flags 0 slot 255 exact 0 expected 0 jump 0 other 0 times 1
            value 16, value 0, value 0, value 0, value 0, value 0
          step prctl flags 64 slot 255 exact 0 expected 0 jump 0 other 0 times 41
            value 24, value 0, value 0, value 0, value 0, value 0
          pointing: 8 is the address of "target", 16 is 1122334455667788
          watch kind 1 cause 3 limit 4000000000 slot 4 key "usage_usec " unit 1000 parallel 2
          reading slot 4 name "cpu.stat" limit 256 flags 1
          """,
          readByC());
    }

    @Test
    void is_the_same_for_the_same_plan() {
      assertEquals(ByteBuffer.wrap(compile(plan)), ByteBuffer.wrap(compile(plan)));
    }

    @Test
    void begins_its_data_where_the_header_says() {
      ByteBuffer block = ByteBuffer.wrap(compile(plan)).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals(block.capacity(), block.getInt(108) + block.getInt(112));
    }
  }

  @Test
  void an_empty_plan_is_a_block_too() {
    ByteBuffer block = ByteBuffer.wrap(compile(plan)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(block.capacity(), block.getInt(8));
    assertEquals(0, block.getInt(12));
  }

  @Test
  void a_chunk_that_two_steps_name_is_there_once() {
    Chunk shared = plan.room(4096, "shared");
    plan.at(Role.SHIM, Stage.PREPARE).call("a", "chdir", new Operand.Address(shared, 0));
    int once = compile(plan).length;
    plan.at(Role.SHIM, Stage.PREPARE).call("b", "chdir", new Operand.Address(shared, 8));
    assertTrue(compile(plan).length - once < 4096);
  }
}
