/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a plan: what is done, with what, and what its result means. A step fails when the
 * call returns an errno that is not expected here; the first failing step ends the launch.
 *
 * @param role who executes it
 * @param stage where it stands in that process's life
 * @param label what it is for, in words
 * @param action the system call or interpreter operation
 * @param operands its arguments, six at most
 * @param traits how the result is treated
 * @param save where the result is kept, or null
 * @param expected an errno that is no failure here, or 0
 * @param jump how many following steps of the role are skipped when it was {@code expected}
 * @param other a second errno that is no failure, or 0
 * @param exact the result required with {@link Trait#EXACT}
 * @param times how often the call is made with {@link Trait#REPEAT}, 1 without
 * @param advice for an errno: what the reader of the error should do
 */
public record Step(
    Role role,
    Stage stage,
    String label,
    Action action,
    List<Operand> operands,
    Set<Trait> traits,
    @Nullable Slot save,
    int expected,
    int jump,
    int other,
    long exact,
    int times,
    Map<Integer, String> advice) {
  private static final int MOST_TIMES = 0xffff;
  private static final Set<Role> ANY = EnumSet.allOf(Role.class);
  private static final Set<Role> CHILDREN = EnumSet.of(Role.INIT, Role.ENTRY, Role.PROGRAM);
  private static final Set<Role> CLONING = EnumSet.of(Role.SHIM, Role.INIT, Role.ENTRY);
  private static final Set<Role> LAUNCHING = EnumSet.of(Role.SHIM);
  private static final Set<Role> ENDING = EnumSet.of(Role.END, Role.TEARDOWN);

  /** Who may take their time: a pause must not make other runs wait. */
  private static final Set<Role> WAITING = EnumSet.of(Role.SHIM, Role.END, Role.TEARDOWN);

  /** How a step's result is treated; the bits are those of {@code plan.h}. */
  public enum Trait {
    /** The result goes into the step's slot. */
    SAVE(1),
    /** The result is a descriptor that the run owns. */
    DESCRIPTOR(2),
    /** Skipped when an operand names an empty slot: what was never made need not be undone. */
    OPTIONAL(4),
    /** The expected errno means: again in a millisecond. Only in SHIM, END and TEARDOWN. */
    RETRY(8),
    /** The result must be the exact one. */
    EXACT(16),
    /** The slot that the first operand names is empty afterwards. */
    CLEAR(32),
    /** The call is made several times, its second operand counting up. Only in children. */
    REPEAT(64),
    /**
     * A process of its own makes the call, which may wait for the disk or for other CPUs; the run
     * waits for it, half a second at most, and its result does not matter. Only in END and
     * TEARDOWN: after it the run's pages do not fork, as a launch needs them to.
     */
    ASIDE(128);

    private static final List<Set<Trait>> SETS = sets();

    private final int bit;

    Trait(int bit) {
      this.bit = bit;
    }

    int bit() {
      return bit;
    }

    /** The traits of the bits; the same set each time. */
    static Set<Trait> set(int bits) {
      return SETS.get(bits);
    }

    /** The bits of traits. */
    static int bits(Set<Trait> traits) {
      int bits = 0;
      for (Trait trait : traits) {
        bits |= trait.bit;
      }
      return bits;
    }

    private static List<Set<Trait>> sets() {
      List<Set<Trait>> sets = new ArrayList<>();
      for (int bits = 0; bits < 1 << values().length; bits++) {
        Set<Trait> set = EnumSet.noneOf(Trait.class);
        for (Trait trait : values()) {
          if ((bits & trait.bit) != 0) {
            set.add(trait);
          }
        }
        sets.add(Set.copyOf(set));
      }
      return List.copyOf(sets);
    }
  }

  /** Checks that the parts fit together. */
  public Step {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(action, "action");
    operands = List.copyOf(operands);
    traits = Set.copyOf(traits);
    advice = Map.copyOf(advice);
    if (operands.size() > 6) {
      throw new IllegalArgumentException(
          "'" + label + "' has " + operands.size() + " operands, six at most");
    }
    if (traits.contains(Trait.SAVE) != (save != null)) {
      throw new IllegalArgumentException("'" + label + "': a slot and SAVE go together");
    }
    if (jump < 0 || (jump > 0 && expected == 0)) {
      throw new IllegalArgumentException(
          "'" + label + "': a jump goes forward, from an expected errno");
    }
    if (traits.contains(Trait.RETRY)) {
      requireRetrying(role, label);
    }
    requireAble(role, action, label);
    if (traits.contains(Trait.ASIDE)
        && (!ENDING.contains(role) || save != null || !(action instanceof Action.SystemCall))) {
      throw new IllegalArgumentException(
          "'" + label + "': only a system call of an end without a result can be made aside");
    }
    checkRepetition(role, label, action, operands, traits, expected, times);
  }

  /** Refuses another try by who may not wait. */
  static void requireRetrying(Role role, String label) {
    if (!WAITING.contains(role)) {
      throw new IllegalArgumentException(
          "'" + label + "': " + role + " cannot try again, only " + WAITING + " can");
    }
  }

  /** Refuses work that the role cannot do. */
  static void requireAble(Role role, Action action, String label) {
    if (action instanceof Action.Special special && !able(special).contains(role)) {
      throw new IllegalArgumentException(
          "'" + label + "': " + role + " cannot " + special + ", only " + able(special) + " can");
    }
  }

  private static Set<Role> able(Action.Special special) {
    return switch (special) {
      case KEEP -> CHILDREN; // the shim's descriptors are those of all runs
      case CLONE -> CLONING;
      case AWAIT, AWAIT_EXEC, AWAIT_GO -> LAUNCHING;
      case AWAIT_EXIT, EXITED -> WAITING;
      case REPORT_END, KILL_FAMILY -> ENDING;
      case STORE32, STORE64, DECIMAL, LOAD32, KILL_LISTED, MOVE_LISTED, BETWEEN -> ANY;
    };
  }

  /** The first errno ends all; one that is no failure would leave out the rest in silence. */
  private static void checkRepetition(
      Role role,
      String label,
      Action action,
      List<Operand> operands,
      Set<Trait> traits,
      int expected,
      int times) {
    if (!traits.contains(Trait.REPEAT)) {
      if (times != 1) {
        throw new IllegalArgumentException("'" + label + "': " + times + " times need REPEAT");
      }
      return;
    }
    if (times < 1 || times > MOST_TIMES) {
      throw new IllegalArgumentException(
          "'" + label + "' is repeated 1 to " + MOST_TIMES + " times, not " + times);
    }
    if (!(action instanceof Action.SystemCall)
        || operands.size() < 2
        || !(operands.get(1) instanceof Operand.Value)) {
      throw new IllegalArgumentException(
          "'" + label + "': what is repeated is a call whose second operand is a number");
    }
    if (!role.isChild()) {
      throw new IllegalArgumentException(
          "'" + label + "': the shim takes one step at a time and repeats none");
    }
    if (expected != 0 || traits.contains(Trait.SAVE) || traits.contains(Trait.EXACT)) {
      throw new IllegalArgumentException(
          "'" + label + "': a repeated call has no result and no errno but failure");
    }
  }

  /**
   * {@return the call as people write it, for example {@code $tree = open_tree(AT_FDCWD, "/usr",
   * ...)}}
   */
  public String asCall() {
    StringJoiner call = new StringJoiner(", ", action + "(", ")");
    for (int i = 0; i < operands.size(); i++) {
      boolean counts = i == 1 && traits.contains(Trait.REPEAT);
      call.add(counts ? range(operands.get(i)) : operands.get(i).toString());
    }
    return save == null ? call.toString() : "$" + save + " = " + call;
  }

  private String range(Operand first) {
    return first instanceof Operand.Value(long value, String _)
        ? value + ".." + (value + times - 1)
        : first.toString();
  }
}
