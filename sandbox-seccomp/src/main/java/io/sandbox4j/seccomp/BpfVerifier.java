/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static io.sandbox4j.seccomp.BpfInstruction.A;
import static io.sandbox4j.seccomp.BpfInstruction.ABS;
import static io.sandbox4j.seccomp.BpfInstruction.ADD;
import static io.sandbox4j.seccomp.BpfInstruction.ALU;
import static io.sandbox4j.seccomp.BpfInstruction.AND;
import static io.sandbox4j.seccomp.BpfInstruction.DIV;
import static io.sandbox4j.seccomp.BpfInstruction.IMM;
import static io.sandbox4j.seccomp.BpfInstruction.JEQ;
import static io.sandbox4j.seccomp.BpfInstruction.JGE;
import static io.sandbox4j.seccomp.BpfInstruction.JGT;
import static io.sandbox4j.seccomp.BpfInstruction.JMP;
import static io.sandbox4j.seccomp.BpfInstruction.JSET;
import static io.sandbox4j.seccomp.BpfInstruction.JUMP;
import static io.sandbox4j.seccomp.BpfInstruction.K;
import static io.sandbox4j.seccomp.BpfInstruction.LD;
import static io.sandbox4j.seccomp.BpfInstruction.LDX;
import static io.sandbox4j.seccomp.BpfInstruction.LEN;
import static io.sandbox4j.seccomp.BpfInstruction.LSH;
import static io.sandbox4j.seccomp.BpfInstruction.MEM;
import static io.sandbox4j.seccomp.BpfInstruction.MISC;
import static io.sandbox4j.seccomp.BpfInstruction.MUL;
import static io.sandbox4j.seccomp.BpfInstruction.NEG;
import static io.sandbox4j.seccomp.BpfInstruction.OR;
import static io.sandbox4j.seccomp.BpfInstruction.RET;
import static io.sandbox4j.seccomp.BpfInstruction.RSH;
import static io.sandbox4j.seccomp.BpfInstruction.ST;
import static io.sandbox4j.seccomp.BpfInstruction.STX;
import static io.sandbox4j.seccomp.BpfInstruction.SUB;
import static io.sandbox4j.seccomp.BpfInstruction.TAX;
import static io.sandbox4j.seccomp.BpfInstruction.TXA;
import static io.sandbox4j.seccomp.BpfInstruction.W;
import static io.sandbox4j.seccomp.BpfInstruction.X;
import static io.sandbox4j.seccomp.BpfInstruction.XOR;

import java.util.Arrays;
import java.util.Set;

/**
 * The kernel's rules for a filter: those of {@code net/core/filter.c:bpf_check_classic()} and
 * {@code check_load_and_stores()}, narrowed by {@code kernel/seccomp.c:seccomp_check_filter()}.
 */
final class BpfVerifier {
  /** The words of scratch memory: BPF_MEMWORDS. */
  static final int MEMORY_WORDS = 16;

  private static final int ALL = (1 << MEMORY_WORDS) - 1;

  private static final Set<Integer> CODES =
      Set.of(
          LD | W | ABS,
          LD | W | LEN,
          LDX | W | LEN,
          LD | IMM,
          LDX | IMM,
          LD | MEM,
          LDX | MEM,
          ST,
          STX,
          RET | K,
          RET | A,
          ALU | ADD | K,
          ALU | ADD | X,
          ALU | SUB | K,
          ALU | SUB | X,
          ALU | MUL | K,
          ALU | MUL | X,
          ALU | DIV | K,
          ALU | DIV | X,
          ALU | AND | K,
          ALU | AND | X,
          ALU | OR | K,
          ALU | OR | X,
          ALU | XOR | K,
          ALU | XOR | X,
          ALU | LSH | K,
          ALU | LSH | X,
          ALU | RSH | K,
          ALU | RSH | X,
          ALU | NEG,
          JUMP,
          JMP | JEQ | K,
          JMP | JEQ | X,
          JMP | JGE | K,
          JMP | JGE | X,
          JMP | JGT | K,
          JMP | JGT | X,
          JMP | JSET | K,
          JMP | JSET | X,
          MISC | TAX,
          MISC | TXA);

  private final BpfProgram program;

  /** Per instruction the scratch words that every way there has stored. */
  private final int[] stored;

  private BpfVerifier(BpfProgram program) {
    this.program = program;
    this.stored = new int[program.size()];
    Arrays.fill(stored, ALL);
  }

  /**
   * Checks a program.
   *
   * @throws IllegalArgumentException naming the instruction and the rule it breaks
   */
  static void verify(BpfProgram program) {
    if (program.size() == 0 || program.size() > BpfProgram.MAX_INSTRUCTIONS) {
      throw new IllegalArgumentException(
          "a filter has 1 to %d instructions, not %d"
              .formatted(BpfProgram.MAX_INSTRUCTIONS, program.size()));
    }
    new BpfVerifier(program).all();
  }

  private void all() {
    stored[0] = 0;
    for (int at = 0; at < program.size(); at++) {
      one(at, program.instructions().get(at));
    }
    if (program.instructions().getLast().kind() != RET) {
      throw broken(program.size() - 1, "the last instruction must be a return");
    }
  }

  private void one(int at, BpfInstruction i) {
    if (!CODES.contains(i.code())) {
      throw broken(at, "code 0x%02x is not for filters".formatted(i.code()));
    }
    int known = stored[at];
    switch (i.kind()) {
      case LD, LDX -> load(at, i, known);
      case ST, STX -> {
        scratch(at, i);
        known |= 1 << i.k();
      }
      case ALU -> constant(at, i);
      default -> {}
    }
    if (i.code() == JUMP) {
      reach(at, Integer.toUnsignedLong(i.k()), known);
    } else if (i.kind() == JMP) {
      reach(at, i.jt(), known);
      reach(at, i.jf(), known);
    } else if (i.kind() != RET && at + 1 < program.size()) {
      stored[at + 1] &= known;
    }
  }

  private void load(int at, BpfInstruction i, int known) {
    switch (i.code() & 0xe0) {
      case ABS -> {
        if (Integer.compareUnsigned(i.k(), SeccompData.BYTES) >= 0 || i.k() % 4 != 0) {
          throw broken(at, "offset " + i.k() + " is no word of struct seccomp_data");
        }
      }
      case MEM -> {
        scratch(at, i);
        if ((known & 1 << i.k()) == 0) {
          throw broken(at, "scratch word " + i.k() + " is read before it is stored");
        }
      }
      default -> {}
    }
  }

  private static void scratch(int at, BpfInstruction i) {
    if (Integer.compareUnsigned(i.k(), MEMORY_WORDS) >= 0) {
      throw broken(at, "there is no scratch word " + i.k());
    }
  }

  private static void constant(int at, BpfInstruction i) {
    if (i.code() == (ALU | DIV | K) && i.k() == 0) {
      throw broken(at, "division by 0");
    }
    boolean shift = i.code() == (ALU | LSH | K) || i.code() == (ALU | RSH | K);
    if (shift && Integer.compareUnsigned(i.k(), 32) >= 0) {
      throw broken(at, "shift by " + Integer.toUnsignedString(i.k()));
    }
  }

  private void reach(int at, long skip, int known) {
    long target = at + 1 + skip;
    if (target >= program.size()) {
      throw broken(at, "jumps to " + target + ", beyond the end");
    }
    stored[(int) target] &= known;
  }

  private static IllegalArgumentException broken(int at, String rule) {
    return new IllegalArgumentException("instruction " + at + ": " + rule);
  }
}
