/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.TreeSet;

/** Prints a filter: one line per instruction, labels at jump targets, calls by name. */
public final class Disassembler {
  private final BpfProgram program;
  private final SyscallAbi abi;
  private final TreeSet<Integer> targets = new TreeSet<>();

  private Disassembler(BpfProgram program, SyscallAbi abi) {
    this.program = program;
    this.abi = abi;
    for (int at = 0; at < program.size(); at++) {
      var i = program.instructions().get(at);
      if (i.code() == BpfInstruction.JUMP) {
        targets.add(at + 1 + i.k());
      } else if (i.isConditionalJump()) {
        targets.add(at + 1 + i.jt());
        targets.add(at + 1 + i.jf());
      }
    }
  }

  /**
   * The listing of {@code program}, read as a filter for {@code abi}; ends with a line break.
   *
   * @param program the program
   * @param abi the interface
   * @return the listing
   */
  public static String print(BpfProgram program, SyscallAbi abi) {
    return new Disassembler(program, abi).listing();
  }

  private String listing() {
    var text = new StringBuilder();
    String held = "";
    for (int at = 0; at < program.size(); at++) {
      var i = program.instructions().get(at);
      text.append(targets.contains(at) ? "%-7s".formatted(label(at) + ":") : "       ");
      text.append(words(at, i, held)).append('\n');
      if (i.code() == BpfInstruction.LOAD) {
        held = word(i.k());
      }
    }
    return text.toString();
  }

  private String words(int at, BpfInstruction i, String held) {
    return switch (i.code()) {
      case BpfInstruction.LOAD -> "load " + word(i.k());
      case BpfInstruction.AND_K -> "and 0x" + Integer.toHexString(i.k());
      case BpfInstruction.RETURN -> KernelReturn.describe(i.k());
      case BpfInstruction.JUMP -> "goto " + label(at + 1 + i.k());
      case BpfInstruction.JUMP_EQ -> jump(at, i, "==", held);
      case BpfInstruction.JUMP_GT -> jump(at, i, ">", held);
      case BpfInstruction.JUMP_GE -> jump(at, i, ">=", held);
      case BpfInstruction.JUMP_SET -> jump(at, i, "&", held);
      default -> "code 0x%02x jt %d jf %d k 0x%x".formatted(i.code(), i.jt(), i.jf(), i.k());
    };
  }

  private String jump(int at, BpfInstruction i, String operator, String held) {
    return "if %s %s goto %s else %s"
        .formatted(operator, operand(i.k(), held), label(at + 1 + i.jt()), label(at + 1 + i.jf()));
  }

  private String operand(int k, String held) {
    return switch (held) {
      case "number" ->
          Integer.toUnsignedString(k) + abi.name(k).map(name -> " (" + name + ")").orElse("");
      case "arch" -> k == abi.auditArch() ? abi.kernelName() : "0x" + Integer.toHexString(k);
      default -> "0x" + Integer.toHexString(k);
    };
  }

  private static String label(int at) {
    return "L" + at;
  }

  private static String word(int offset) {
    return switch (offset) {
      case SeccompData.NUMBER -> "number";
      case SeccompData.ARCH -> "arch";
      case SeccompData.INSTRUCTION_POINTER -> "ip.low";
      case SeccompData.INSTRUCTION_POINTER + 4 -> "ip.high";
      default ->
          "arg" + (offset - SeccompData.ARGUMENTS) / 8 + (offset % 8 == 0 ? ".low" : ".high");
    };
  }
}
