/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static io.sandbox4j.seccomp.BpfInstruction.ALU;
import static io.sandbox4j.seccomp.BpfInstruction.DIV;
import static io.sandbox4j.seccomp.BpfInstruction.IMM;
import static io.sandbox4j.seccomp.BpfInstruction.JEQ;
import static io.sandbox4j.seccomp.BpfInstruction.JMP;
import static io.sandbox4j.seccomp.BpfInstruction.JUMP;
import static io.sandbox4j.seccomp.BpfInstruction.K;
import static io.sandbox4j.seccomp.BpfInstruction.LD;
import static io.sandbox4j.seccomp.BpfInstruction.LDX;
import static io.sandbox4j.seccomp.BpfInstruction.LEN;
import static io.sandbox4j.seccomp.BpfInstruction.LOAD;
import static io.sandbox4j.seccomp.BpfInstruction.LSH;
import static io.sandbox4j.seccomp.BpfInstruction.MEM;
import static io.sandbox4j.seccomp.BpfInstruction.MISC;
import static io.sandbox4j.seccomp.BpfInstruction.MUL;
import static io.sandbox4j.seccomp.BpfInstruction.RET;
import static io.sandbox4j.seccomp.BpfInstruction.RETURN;
import static io.sandbox4j.seccomp.BpfInstruction.ST;
import static io.sandbox4j.seccomp.BpfInstruction.TAX;
import static io.sandbox4j.seccomp.BpfInstruction.X;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BpfSimulatorTest {
  private static final SeccompData DATA =
      new SeccompData(7, 0xC000_003E, 0x1122_3344_5566_7788L, -1, 0x2_0000_0003L, 3, 4, 5, 6);

  private static BpfInstruction op(int code, int k) {
    return new BpfInstruction(code, 0, 0, k);
  }

  private static int run(BpfInstruction... instructions) {
    return new BpfSimulator(new BpfProgram(List.of(instructions))).run(DATA).value();
  }

  private static String refusal(BpfInstruction... instructions) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> run(instructions)).getMessage());
  }

  @Nested
  class Runs {
    private final BpfInstruction returnA = op(RET | BpfInstruction.A, 0);

    @Test
    void loads_of_each_field_little_endian() {
      assertEquals(7, run(op(LOAD, 0), returnA));
      assertEquals(0xC000_003E, run(op(LOAD, 4), returnA));
      assertEquals(0x5566_7788, run(op(LOAD, 8), returnA));
      assertEquals(0x1122_3344, run(op(LOAD, 12), returnA));
      assertEquals(3, run(op(LOAD, 24), returnA));
      assertEquals(2, run(op(LOAD, 28), returnA));
      assertEquals(6, run(op(LOAD, 56), returnA));
      assertEquals(64, run(op(LD | LEN, 0), returnA));
    }

    @Test
    void arithmetic_scratch_words_and_the_index() {
      assertEquals(
          49,
          run(
              op(LOAD, 0),
              op(ST, 3),
              op(MISC | TAX, 0),
              op(LD | MEM, 3),
              op(ALU | MUL | X, 0),
              returnA));
    }

    @Test
    void comparisons_unsigned() {
      var program =
          new BpfInstruction[] {
            op(LOAD, 16),
            new BpfInstruction(BpfInstruction.JUMP_GT, 0, 1, 5),
            op(RETURN, 1),
            op(RETURN, 2)
          };
      assertEquals(1, run(program));
    }

    @Test
    void division_by_a_zero_register_ends_with_0() {
      assertEquals(0, run(op(LDX | IMM, 0), op(LD | IMM, 9), op(ALU | DIV | X, 0), returnA));
    }

    @Test
    void count_the_instructions_they_took() {
      var program = new BpfProgram(List.of(op(JUMP, 1), op(RETURN, 1), op(RETURN, 2)));
      assertEquals(new BpfSimulator.Outcome(2, 2), new BpfSimulator(program).run(DATA));
    }
  }

  @Nested
  class Refuses {
    @Test
    void programs_of_no_or_too_many_instructions() {
      assertTrue(refusal().contains("not 0"));
      var many = Collections.nCopies(4097, op(RETURN, 0)).toArray(BpfInstruction[]::new);
      assertTrue(refusal(many).contains("not 4097"));
    }

    @Test
    void programs_that_do_not_end_with_a_return() {
      assertTrue(refusal(op(LOAD, 0)).contains("last instruction"));
    }

    @Test
    void jumps_beyond_the_end() {
      assertTrue(refusal(op(JUMP, 1), op(RETURN, 0)).contains("beyond the end"));
      assertTrue(refusal(op(JUMP, -1), op(RETURN, 0)).contains("beyond the end"));
      var jump = new BpfInstruction(JMP | JEQ | K, 0, 1, 0);
      assertTrue(refusal(jump, op(RETURN, 0)).contains("beyond the end"));
    }

    @Test
    void loads_outside_the_structure_or_off_its_words() {
      assertTrue(refusal(op(LOAD, 64), op(RETURN, 0)).contains("seccomp_data"));
      assertTrue(refusal(op(LOAD, -4), op(RETURN, 0)).contains("seccomp_data"));
      assertTrue(refusal(op(LOAD, 2), op(RETURN, 0)).contains("seccomp_data"));
    }

    @Test
    void operations_that_are_not_for_filters() {
      int modulo = ALU | 0x90;
      assertTrue(refusal(op(modulo, 3), op(RETURN, 0)).contains("not for filters"));
      int loadByte = LOAD | 0x10;
      assertTrue(refusal(op(loadByte, 0), op(RETURN, 0)).contains("not for filters"));
    }

    @Test
    void divisions_by_0_and_shifts_by_the_whole_word() {
      assertTrue(refusal(op(ALU | DIV | K, 0), op(RETURN, 0)).contains("division"));
      assertTrue(refusal(op(ALU | LSH | K, 32), op(RETURN, 0)).contains("shift"));
    }

    @Test
    void scratch_words_that_some_way_leaves_unset() {
      assertTrue(refusal(op(LD | MEM, 0), op(RETURN, 0)).contains("before it is stored"));
      assertTrue(refusal(op(ST, 16), op(RETURN, 0)).contains("no scratch word"));
      var skip = new BpfInstruction(BpfInstruction.JUMP_EQ, 1, 0, 0);
      assertTrue(
          refusal(op(LOAD, 0), skip, op(ST, 1), op(LD | MEM, 1), op(RETURN, 0))
              .contains("before it is stored"));
    }
  }
}
