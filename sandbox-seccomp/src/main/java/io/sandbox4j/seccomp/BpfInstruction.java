/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

/**
 * One instruction of classic BPF: {@code struct sock_filter} of {@code linux/filter.h}.
 *
 * @param code the operation, 16 bits
 * @param jt how many instructions to skip when a comparison holds, 0 to 255
 * @param jf how many to skip when it does not
 * @param k the operand
 */
public record BpfInstruction(int code, int jt, int jf, int k) {

  /** The size of a record in bytes. */
  public static final int BYTES = 8;

  // linux/bpf_common.h: class, size, mode, operation, source.
  static final int LD = 0x00;
  static final int LDX = 0x01;
  static final int ST = 0x02;
  static final int STX = 0x03;
  static final int ALU = 0x04;
  static final int JMP = 0x05;
  static final int RET = 0x06;
  static final int MISC = 0x07;

  static final int W = 0x00;
  static final int IMM = 0x00;
  static final int ABS = 0x20;
  static final int MEM = 0x60;
  static final int LEN = 0x80;

  static final int ADD = 0x00;
  static final int SUB = 0x10;
  static final int MUL = 0x20;
  static final int DIV = 0x30;
  static final int OR = 0x40;
  static final int AND = 0x50;
  static final int LSH = 0x60;
  static final int RSH = 0x70;
  static final int NEG = 0x80;
  static final int XOR = 0xa0;

  static final int JA = 0x00;
  static final int JEQ = 0x10;
  static final int JGT = 0x20;
  static final int JGE = 0x30;
  static final int JSET = 0x40;

  static final int K = 0x00;
  static final int X = 0x08;
  static final int A = 0x10;
  static final int TAX = 0x00;
  static final int TXA = 0x80;

  static final int LOAD = LD | W | ABS;
  static final int AND_K = ALU | AND | K;
  static final int JUMP = JMP | JA;
  static final int JUMP_EQ = JMP | JEQ | K;
  static final int JUMP_GT = JMP | JGT | K;
  static final int JUMP_GE = JMP | JGE | K;
  static final int JUMP_SET = JMP | JSET | K;
  static final int RETURN = RET | K;

  /** Checks that the fields fit their places in the record. */
  public BpfInstruction {
    if ((code & ~0xffff) != 0 || (jt & ~0xff) != 0 || (jf & ~0xff) != 0) {
      throw new IllegalArgumentException(
          "instruction code 0x%x jt %d jf %d does not fit its record".formatted(code, jt, jf));
    }
  }

  int kind() {
    return code & 0x07;
  }

  boolean isConditionalJump() {
    return kind() == JMP && code != JUMP;
  }
}
