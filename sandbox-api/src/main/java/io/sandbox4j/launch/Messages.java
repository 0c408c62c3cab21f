/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.launch.Action.Special;
import java.util.Arrays;
import java.util.List;

/**
 * Words with descriptors that the processes of a launch send each other over their control sockets:
 * {@code struct word} of {@code plan.h} in a {@code struct msghdr} with {@code SCM_RIGHTS}
 * (recvmsg(2), cmsg(3), LP64). Not thread-safe, as the builder that it adds to.
 */
public final class Messages {
  /** Size of a word in bytes. */
  public static final int WORD = 16;

  private static final int NUMBER = 8; // of a word: offset of the number in it
  private static final int MSGHDR = 56;
  private static final int CMSGHDR = 16;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;

  private final PlanBuilder plan;

  /**
   * Adds messages to a plan.
   *
   * @param plan the plan
   */
  public Messages(PlanBuilder plan) {
    this.plan = plan;
  }

  /**
   * A word as bytes in the plan.
   *
   * @param code what it says
   * @param role who says it
   * @return the bytes; its number is 0
   */
  public Chunk word(int code, Role role) {
    return plan.room(WORD, "word " + code).put32(0, code).put32(12, role.number());
  }

  /**
   * Where the number of a word is.
   *
   * @param word the word
   * @return its address
   */
  public static Operand number(Chunk word) {
    return new Operand.Address(word, NUMBER);
  }

  /**
   * Adds the steps that send a word with descriptors.
   *
   * @param by who sends it
   * @param stage when
   * @param label what it says, in words
   * @param socket the sender's end of the control socket
   * @param word the word
   * @param descriptors what goes along
   */
  public void send(
      Role by,
      Stage stage,
      String label,
      Operand socket,
      Chunk word,
      List<? extends Operand> descriptors) {
    var steps = plan.at(by, stage);
    Chunk control = control(descriptors.size(), descriptors.toString());
    for (int i = 0; i < descriptors.size(); i++) {
      steps.does(
          "put the descriptor into the message",
          Special.STORE32,
          new Operand.Address(control, CMSGHDR + i * Integer.BYTES),
          descriptors.get(i));
    }
    steps
        .call(
            label,
            "sendmsg",
            socket,
            header(word, control),
            Operand.value(MSG_NOSIGNAL, "MSG_NOSIGNAL"))
        .exactly(WORD);
  }

  /**
   * Adds the steps that wait for a word with descriptors and keep these.
   *
   * @param by who waits
   * @param stage when
   * @param label what is waited for, in words
   * @param socket the waiter's end of the control socket
   * @param slots where the descriptors are kept
   */
  public void receive(Role by, Stage stage, String label, Operand socket, List<String> slots) {
    var steps = plan.at(by, stage);
    Chunk control = control(slots.size(), slots.toString());
    Chunk word = plan.room(WORD, "word");
    steps
        .call(
            label,
            "recvmsg",
            socket,
            header(word, control),
            Operand.value(MSG_CMSG_CLOEXEC, "MSG_CMSG_CLOEXEC"))
        .exactly(WORD);
    for (int i = 0; i < slots.size(); i++) {
      steps
          .does(
              "take a descriptor out of it",
              Special.LOAD32,
              new Operand.Address(control, CMSGHDR + i * Integer.BYTES))
          .save(slots.get(i));
    }
  }

  /** A descriptor that did not come stays -1, which fails the step that takes it. */
  private Chunk control(int count, String shown) {
    int size = CMSGHDR + count * Integer.BYTES;
    byte[] bytes = new byte[(size + 7) & ~7];
    Arrays.fill(bytes, CMSGHDR, bytes.length, (byte) -1);
    return plan.bytes(bytes, "SCM_RIGHTS " + shown).put64(0, size).put32(8, 1).put32(12, 1);
  }

  private Operand header(Chunk word, Chunk control) {
    Chunk vector = plan.room(16, "iov").pointer(0, word).put64(8, WORD);
    Chunk header = plan.room(MSGHDR, "{" + word + ", " + control + "}");
    header.pointer(16, vector).put64(24, 1).pointer(32, control).put64(40, control.size());
    return new Operand.Address(header, 0);
  }
}
