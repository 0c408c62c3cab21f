/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.seccomp.ValueTree.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ValueTreeTest {
  private static final long SEED = 20261125;

  /**
   * A tree over runs given as first value, answer, weight; answers are what the program returns.
   */
  private static BpfProgram program(long[]... runs) {
    var out = new FilterAssembler();
    List<Run> list = new ArrayList<>();
    for (long[] run : runs) {
      list.add(new Run(run[0], out.returning((int) run[1]), run[2]));
    }
    return out.program(out.load(0, ValueTree.code(out, list)));
  }

  private static int comparisons(BpfProgram program) {
    return (int) program.instructions().stream().filter(BpfInstruction::isConditionalJump).count();
  }

  private static BpfSimulator.Outcome run(BpfProgram program, long value) {
    return new BpfSimulator(program).run(new SeccompData((int) value, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  @Nested
  class Comparisons {
    @Test
    void are_none_where_all_values_have_one_code() {
      assertEquals(0, comparisons(program(new long[] {0, 7, 1}, new long[] {9, 7, 1})));
    }

    @Test
    void are_one_for_a_value_within_a_run() {
      var island = program(new long[] {0, 7, 1}, new long[] {9, 8, 1}, new long[] {10, 7, 1});
      assertEquals(1, comparisons(island));
      assertEquals(8, run(island, 9).value());
      assertEquals(7, run(island, 10).value());
    }

    @Test
    void are_fewer_than_the_borders_wherever_values_stand_alone() {
      var islands =
          program(
              new long[] {0, 7, 1},
              new long[] {9, 8, 1},
              new long[] {10, 7, 1},
              new long[] {20, 6, 1},
              new long[] {21, 5, 1},
              new long[] {22, 7, 1},
              new long[] {40, 4, 1});
      assertEquals(4, comparisons(islands));
    }

    @Test
    void are_on_unsigned_values() {
      var program = program(new long[] {0, 1, 1}, new long[] {0x8000_0000L, 2, 1});
      assertEquals(1, run(program, 0x7fff_ffffL).value());
      assertEquals(2, run(program, 0x8000_0000L).value());
      assertEquals(2, run(program, 0xffff_ffffL).value());
    }
  }

  @Test
  void the_heaviest_run_has_the_shortest_way() {
    long[][] runs = new long[16][];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = new long[] {10L * i, i, i == 11 ? 1000 : 1};
    }
    var program = program(runs);
    for (int i = 0; i < runs.length; i++) {
      assertEquals(i, run(program, 10L * i + 5).value());
    }
    // Load, two comparisons that fence it in, return: no tree does with fewer.
    assertEquals(4, run(program, 115).executed());
  }

  @Test
  void equals_its_runs_for_every_value_and_never_has_more_comparisons_than_borders() {
    Random random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      int[] answers = new int[40];
      List<long[]> runs = new ArrayList<>();
      for (int value = 0; value < answers.length; value++) {
        answers[value] = random.nextInt(1, 5);
        runs.add(new long[] {value, answers[value], random.nextInt(1, 50)});
      }
      var program = program(runs.toArray(long[][]::new));
      int borders = 0;
      for (int value = 0; value < answers.length; value++) {
        assertEquals(answers[value], run(program, value).value());
        borders += value > 0 && answers[value] != answers[value - 1] ? 1 : 0;
      }
      assertEquals(answers[answers.length - 1], run(program, 0xffff_ffffL).value());
      assertTrue(comparisons(program) <= borders);
    }
  }
}
