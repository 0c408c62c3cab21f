/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a program from its end to its beginning.
 *
 * <p>Jumps in BPF only go forward, so an instruction's targets exist before it: each method takes
 * the instructions that follow and gives back the one it made. Equal instructions with equal
 * targets are made once, which shares every common tail. A conditional jump reaches 255
 * instructions; when a target has come to lie farther away, a copy of it (a return) or a jump to it
 * is put within reach. The technique is that of Chromium's {@code bpf_dsl} code generator.
 *
 * <p>Made for one program by one thread.
 */
final class FilterAssembler {
  private static final int REACH = 255;

  /** An instruction and the places, counted from the program's end, where it goes on. */
  private record Node(int code, int k, int onTrue, int onFalse) {}

  private final List<Node> fromEnd = new ArrayList<>();
  private final Map<Node, Integer> made = new HashMap<>();

  /** How many instructions there are yet. */
  int length() {
    return fromEnd.size();
  }

  /** Takes back every instruction made since there were {@code length}. */
  void backTo(int length) {
    fromEnd.subList(length, fromEnd.size()).clear();
    made.values().removeIf(at -> at >= length);
  }

  /** {@code return value}. */
  int returning(int value) {
    return shared(new Node(BpfInstruction.RETURN, value, -1, -1));
  }

  /** Loads the word at {@code offset}, then goes on. */
  int load(int offset, int next) {
    return straight(BpfInstruction.LOAD, offset, next);
  }

  /** Ands the accumulator with {@code mask}, then goes on. */
  int and(int mask, int next) {
    return straight(BpfInstruction.AND_K, mask, next);
  }

  /** Compares the accumulator with {@code k}; one way out when both are the same. */
  int branch(int code, int k, int onTrue, int onFalse) {
    if (onTrue == onFalse) {
      return onTrue;
    }
    var node = new Node(code, k, onTrue, onFalse);
    Integer earlier = made.get(node);
    if (earlier != null) {
      return earlier;
    }
    // Putting the one target within reach adds an instruction, which may move the other out of it.
    int t = within(REACH, onTrue);
    int f = within(REACH, onFalse);
    t = within(REACH, t);
    return remember(node, append(new Node(code, k, t, f)));
  }

  /**
   * The program that begins at {@code start}.
   *
   * @throws IllegalArgumentException when it is longer than the kernel takes
   */
  BpfProgram program(int start) {
    int first = within(0, start);
    int size = first + 1;
    if (size > BpfProgram.MAX_INSTRUCTIONS) {
      throw new IllegalArgumentException(
          "the filter has %d instructions, the kernel takes %d: use fewer argument conditions"
              .formatted(size, BpfProgram.MAX_INSTRUCTIONS));
    }
    List<BpfInstruction> instructions = new ArrayList<>(size);
    for (int at = first; at >= 0; at--) {
      var node = fromEnd.get(at);
      instructions.add(
          switch (node.code()) {
            case BpfInstruction.RETURN, BpfInstruction.LOAD, BpfInstruction.AND_K ->
                new BpfInstruction(node.code(), 0, 0, node.k());
            case BpfInstruction.JUMP ->
                new BpfInstruction(node.code(), 0, 0, at - node.onTrue() - 1);
            default ->
                new BpfInstruction(
                    node.code(), at - node.onTrue() - 1, at - node.onFalse() - 1, node.k());
          });
    }
    return new BpfProgram(instructions);
  }

  private int straight(int code, int k, int next) {
    var node = new Node(code, k, next, next);
    Integer earlier = made.get(node);
    if (earlier != null) {
      return earlier;
    }
    return remember(node, append(new Node(code, k, within(0, next), -1)));
  }

  /** {@code target}, or an instruction as good as it at most {@code reach} instructions away. */
  private int within(int reach, int target) {
    if (fromEnd.size() - target - 1 <= reach) {
      return target;
    }
    var node = fromEnd.get(target);
    return append(
        node.code() == BpfInstruction.RETURN ? node : new Node(BpfInstruction.JUMP, 0, target, -1));
  }

  private int shared(Node node) {
    Integer earlier = made.get(node);
    return earlier != null ? earlier : remember(node, append(node));
  }

  private int append(Node node) {
    fromEnd.add(node);
    return fromEnd.size() - 1;
  }

  private int remember(Node node, int at) {
    made.put(node, at);
    return at;
  }
}
