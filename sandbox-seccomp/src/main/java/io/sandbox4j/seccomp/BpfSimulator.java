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
import static io.sandbox4j.seccomp.BpfInstruction.JA;
import static io.sandbox4j.seccomp.BpfInstruction.JEQ;
import static io.sandbox4j.seccomp.BpfInstruction.JGE;
import static io.sandbox4j.seccomp.BpfInstruction.JGT;
import static io.sandbox4j.seccomp.BpfInstruction.JMP;
import static io.sandbox4j.seccomp.BpfInstruction.JSET;
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
import static io.sandbox4j.seccomp.BpfInstruction.X;
import static io.sandbox4j.seccomp.BpfInstruction.XOR;

/**
 * Runs a filter as the kernel does.
 *
 * <p>Takes what {@code kernel/seccomp.c:seccomp_check_filter()} and {@code
 * net/core/filter.c:bpf_check_classic()} take ({@link BpfVerifier}), and follows {@code
 * bpf_convert_filter()} where classic BPF leaves a choice: a division by a zero register ends the
 * program with 0, which kills the thread.
 */
public final class BpfSimulator {

  /**
   * How a program ended.
   *
   * @param value what it returned: a SECCOMP_RET value
   * @param executed how many instructions it took
   */
  public record Outcome(int value, int executed) {}

  private final BpfProgram program;

  /**
   * A simulator of one program.
   *
   * @param program the program
   * @throws IllegalArgumentException when the kernel would refuse the program; the message names
   *     the instruction and the rule
   */
  public BpfSimulator(BpfProgram program) {
    BpfVerifier.verify(program);
    this.program = program;
  }

  /**
   * Runs the program on one call.
   *
   * @param data the call as a filter sees it
   * @return what it returned
   */
  public Outcome run(SeccompData data) {
    return new Run(data).go();
  }

  private final class Run {
    private final SeccompData data;
    private final int[] memory = new int[BpfVerifier.MEMORY_WORDS];
    private int accumulator;
    private int index;
    private int at;

    Run(SeccompData data) {
      this.data = data;
    }

    Outcome go() {
      for (int executed = 1; ; executed++) {
        var i = program.instructions().get(at++);
        switch (i.kind()) {
          case RET -> {
            return new Outcome((i.code() & 0x18) == A ? accumulator : i.k(), executed);
          }
          case LD -> accumulator = load(i);
          case LDX -> index = load(i);
          case ST -> memory[i.k()] = accumulator;
          case STX -> memory[i.k()] = index;
          case JMP -> jump(i);
          case ALU -> {
            int operand = operand(i);
            if ((i.code() & 0xf0) == DIV && operand == 0) {
              return new Outcome(KernelReturn.KILL_THREAD, executed);
            }
            accumulator = compute(i.code() & 0xf0, operand);
          }
          case MISC -> move(i);
          default -> throw new AssertionError("verified code " + i.code());
        }
      }
    }

    private int load(BpfInstruction i) {
      return switch (i.code() & 0xe0) {
        case IMM -> i.k();
        case ABS -> data.word(i.k());
        case MEM -> memory[i.k()];
        case LEN -> SeccompData.BYTES;
        default -> throw new AssertionError("verified load mode " + i.code());
      };
    }

    private void jump(BpfInstruction i) {
      int operand = operand(i);
      at +=
          switch (i.code() & 0xf0) {
            case JA -> i.k();
            case JEQ -> accumulator == operand ? i.jt() : i.jf();
            case JGT -> Integer.compareUnsigned(accumulator, operand) > 0 ? i.jt() : i.jf();
            case JGE -> Integer.compareUnsigned(accumulator, operand) >= 0 ? i.jt() : i.jf();
            case JSET -> (accumulator & operand) != 0 ? i.jt() : i.jf();
            default -> throw new AssertionError("verified jump " + i.code());
          };
    }

    private int compute(int operation, int operand) {
      return switch (operation) {
        case ADD -> accumulator + operand;
        case SUB -> accumulator - operand;
        case MUL -> accumulator * operand;
        case DIV -> Integer.divideUnsigned(accumulator, operand);
        case OR -> accumulator | operand;
        case AND -> accumulator & operand;
        case XOR -> accumulator ^ operand;
        case LSH -> accumulator << operand;
        case RSH -> accumulator >>> operand;
        case NEG -> -accumulator;
        default -> throw new AssertionError("verified operation " + operation);
      };
    }

    private void move(BpfInstruction i) {
      switch (i.code() & 0xf8) {
        case TAX -> index = accumulator;
        case TXA -> accumulator = index;
        default -> throw new AssertionError("verified move " + i.code());
      }
    }

    private int operand(BpfInstruction i) {
      return (i.code() & X) == K ? i.k() : index;
    }
  }
}
