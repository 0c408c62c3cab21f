/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.internal.linux.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a simulated process hears from those it cloned, and says to the shim. */
final class SimulatedTalk {
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int WORD = 16;
  private static final int MSGHDR = 56;

  /** How many descriptors come with a word at most ({@code await} in {@code interpreter.c}). */
  private static final int MOST_DESCRIPTORS = 4;

  private final LaunchPlan.Channels channels;
  private final Surroundings around;
  private final SimulatedSlots slots;
  private final Descriptors descriptors;
  private final Set<Role> reaped = EnumSet.noneOf(Role.class);

  /** What the shim does with descriptors that it hears. */
  interface Descriptors {
    /** Moves it out of the low range: its new number, or a negative errno. */
    long high(long descriptor);

    void close(long descriptor);
  }

  /** What {@code receive_word} comes to: a word with descriptors, or what else is to be done. */
  private record Received(StepOutcome outcome, Surroundings.@Nullable Word word) {
    static Received failed(int errno) {
      return new Received(new StepOutcome.Failed(errno), null);
    }
  }

  SimulatedTalk(
      LaunchPlan.Channels channels,
      Surroundings around,
      SimulatedSlots slots,
      Descriptors descriptors) {
    this.channels = channels;
    this.around = around;
    this.slots = slots;
    this.descriptors = descriptors;
  }

  /** The role of a child; SHIM for a number that is none. */
  static Role childNumbered(long number) {
    return number > 0 && number < 4 ? Role.numbered((int) number) : Role.SHIM;
  }

  StepOutcome await(long[] values) {
    Received received = receive(childNumbered(values[0]), MOST_DESCRIPTORS);
    Surroundings.Word word = received.word();
    if (word == null) {
      return received.outcome();
    }
    for (int i = 0; i < word.descriptors().size(); i++) {
      slots.own(values[3] + i, word.descriptors().get(i));
    }
    if (word.code() == Surroundings.Word.FAILED) {
      return told(word);
    }
    if (word.code() != (int) values[1] || word.descriptors().size() != (int) values[4]) {
      return new StepOutcome.Failed(Errno.EPROTO);
    }
    slots.save(values[2], word.error());
    return StepOutcome.DONE;
  }

  /** End of file: close-on-exec closed the program's end. */
  StepOutcome awaitExec() {
    Received received = receive(Role.PROGRAM, 0);
    Surroundings.Word word = received.word();
    if (word == null) {
      return received.outcome().equals(new StepOutcome.Failed(Errno.ECHILD))
          ? StepOutcome.DONE
          : received.outcome();
    }
    return word.code() == Surroundings.Word.FAILED
        ? told(word)
        : new StepOutcome.Failed(Errno.EPROTO);
  }

  StepOutcome awaitExit(long[] values) {
    Role role = childNumbered(values[0]);
    Slot pid = channels.pidOf().get(role);
    if (pid != null && slots.value(pid) > 0 && reaped.add(role)) {
      around.awaitExit(role, slots.value(pid));
    }
    return StepOutcome.DONE;
  }

  boolean hasExited(long[] values) {
    Role role = childNumbered(values[0]);
    Slot pid = channels.pidOf().get(role);
    if (pid != null
        && slots.value(pid) > 0
        && !reaped.contains(role)
        && around.hasExited(role, slots.value(pid))) {
      reaped.add(role);
    }
    return reaped.contains(role);
  }

  private static StepOutcome told(Surroundings.Word word) {
    return new StepOutcome.Told(
        new PlanSimulator.Ending(Role.numbered(word.role()), word.step(), word.error()));
  }

  private Received receive(Role role, int most) {
    Slot socket = channels.shimEndOf().get(role);
    if (role == Role.SHIM || socket == null || slots.value(socket) < 0) {
      return Received.failed(Errno.EPROTO);
    }
    return switch (around.hear(role, slots.value(socket))) {
      case Surroundings.Word word -> taken(word, most);
      case Surroundings.Broken(int errno) -> Received.failed(errno);
      case Surroundings.Quiet quiet ->
          switch (quiet) {
            case END_OF_FILE -> Received.failed(Errno.ECHILD);
            case SILENCE -> Received.failed(Errno.ETIMEDOUT);
            case DEAD ->
                new Received(
                    new StepOutcome.Told(
                        new PlanSimulator.Ending(role, PlanSimulator.Ending.NOWHERE, 0)),
                    null);
          };
    };
  }

  /** A word comes with all its descriptors or not at all. */
  private Received taken(Surroundings.Word word, int most) {
    List<Long> moved = new ArrayList<>();
    boolean lost = false;
    for (long descriptor : word.descriptors()) {
      long at = descriptors.high(descriptor);
      if (at < 0) {
        lost = true;
      } else {
        moved.add(at);
      }
    }
    if (lost || moved.size() > most) {
      moved.forEach(descriptors::close);
      return Received.failed(lost ? Errno.EMFILE : Errno.EPROTO);
    }
    return new Received(
        StepOutcome.DONE,
        new Surroundings.Word(word.code(), word.step(), word.error(), word.role(), moved));
  }

  /** A child's last word, as a {@code struct msghdr}: on which socket, and with which flags. */
  long[] lastWord(Role role, PlanSimulator.Ending failed, SimulatedData data) {
    MemorySegment word = data.room(WORD);
    int[] fields = {Surroundings.Word.FAILED, failed.step(), failed.errno(), role.number()};
    MemorySegment.copy(fields, 0, word, ValueLayout.JAVA_INT, 0, fields.length);
    MemorySegment vector = data.room(2 * Long.BYTES);
    vector.setAtIndex(ValueLayout.JAVA_LONG, 0, word.address());
    vector.setAtIndex(ValueLayout.JAVA_LONG, 1, WORD);
    MemorySegment message = data.room(MSGHDR).fill((byte) 0);
    message.set(ValueLayout.JAVA_LONG, 16, vector.address());
    message.set(ValueLayout.JAVA_LONG, 24, 1);
    Slot end = channels.childEndOf().get(role);
    return new long[] {
      end == null ? SimulatedSlots.EMPTY : slots.value(end), message.address(), MSG_NOSIGNAL
    };
  }
}
