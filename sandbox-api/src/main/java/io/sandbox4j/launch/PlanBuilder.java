/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.spi.GuestText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the steps of a {@link LaunchPlan}. Layers add to it in any order; the stages decide. Not
 * thread-safe: a plan is built by one thread.
 */
public final class PlanBuilder {
  private final List<Step> steps = new ArrayList<>();
  private final List<Watch> watches = new ArrayList<>();
  private final List<Reading> readings = new ArrayList<>();
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final List<String> passed = new ArrayList<>();
  private final List<Slot> reported = new ArrayList<>();
  private final Map<String, Chunk> texts = new HashMap<>();
  private final Map<Role, List<Kept>> kept = new EnumMap<>(Role.class);
  private final Map<Role, Long> cloneFlags = new EnumMap<>(Role.class);
  private final Map<Role, Operand> cloneCgroups = new EnumMap<>(Role.class);
  private final Map<Role, Slot> pidOf = new EnumMap<>(Role.class);
  private final Map<Role, Slot> shimEndOf = new EnumMap<>(Role.class);
  private final Map<Role, Slot> childEndOf = new EnumMap<>(Role.class);
  private Duration setupLimit = Duration.ofSeconds(30);
  private boolean awaitDescendants;

  private record Kept(Operand descriptor, boolean inherit) {}

  /** An empty plan. */
  public PlanBuilder() {}

  /**
   * Where steps are added.
   *
   * @param role who executes them
   * @param stage when
   * @return the place; steps added there come after those already there
   */
  public Place at(Role role, Stage stage) {
    return new Place(role, stage);
  }

  /**
   * The slot of that name; the same slot each time.
   *
   * @param name what it holds
   * @return the slot
   */
  public Slot slot(String name) {
    return slots.computeIfAbsent(name, n -> new Slot(slots.size(), n));
  }

  /**
   * The saved result of that name as an operand.
   *
   * @param name what the slot holds
   * @return the operand
   */
  public Operand saved(String name) {
    return new Operand.Saved(slot(name));
  }

  /**
   * A descriptor that the JVM passes along; the same operand each time.
   *
   * @param name what it is
   * @return the operand
   */
  public Operand.Passed passed(String name) {
    int index = passed.indexOf(name);
    if (index < 0) {
      index = passed.size();
      passed.add(name);
    }
    return new Operand.Passed(index, name);
  }

  /**
   * A NUL-terminated UTF-8 string.
   *
   * @param text the string; it has no NUL inside
   * @return its address
   */
  public Operand text(String text) {
    return new Operand.Address(textChunk(text), 0);
  }

  /**
   * A NUL-terminated UTF-8 string as bytes in the plan.
   *
   * @param text the string; it has no NUL inside
   * @return the bytes
   */
  public Chunk textChunk(String text) {
    return texts.computeIfAbsent(text, t -> terminated(GuestText.encode(t), "\"" + t + "\""));
  }

  /**
   * A NUL-terminated string from raw bytes.
   *
   * @param bytes the string without its NUL
   * @param shown how it prints
   * @return the bytes in the plan
   */
  public Chunk terminated(byte[] bytes, String shown) {
    for (byte b : bytes) {
      if (b == 0) {
        throw new IllegalArgumentException(shown + " contains a NUL byte");
      }
    }
    return new Chunk(java.util.Arrays.copyOf(bytes, bytes.length + 1), shown);
  }

  /**
   * Bytes with a fixed content.
   *
   * @param bytes the content, copied
   * @param shown how it prints
   * @return the bytes in the plan
   */
  public Chunk bytes(byte[] bytes, String shown) {
    return new Chunk(bytes.clone(), shown);
  }

  /**
   * Zeroed room for a structure.
   *
   * @param size how many bytes
   * @param shown how it prints
   * @return the bytes in the plan
   */
  public Chunk room(int size, String shown) {
    return new Chunk(new byte[size], shown);
  }

  /**
   * A structure that holds pointers to strings and ends with a null pointer, as execve takes it.
   *
   * @param strings the strings
   * @param shown how it prints
   * @return the bytes in the plan
   */
  public Chunk pointers(List<Chunk> strings, String shown) {
    Chunk list = room((strings.size() + 1) * Long.BYTES, shown);
    for (int i = 0; i < strings.size(); i++) {
      list.pointer(i * Long.BYTES, strings.get(i));
    }
    return list;
  }

  /**
   * Where the shim stands when it clones a child.
   *
   * @param stands the namespaces to enter, in order
   * @return the list in the plan
   */
  public Chunk stands(List<Stand> stands) {
    return Stand.table(stands);
  }

  /**
   * A descriptor that a child keeps when it closes all others, as its first act. Numbers are given
   * in the order of the calls, from 0.
   *
   * @param role INIT, ENTRY or PROGRAM
   * @param descriptor a saved, passed or session's descriptor
   * @param inherit whether it also survives the execve
   */
  public void keep(Role role, Operand descriptor, boolean inherit) {
    kept.computeIfAbsent(role, _ -> new ArrayList<>()).add(new Kept(descriptor, inherit));
  }

  /**
   * Adds {@code CLONE_*} flags to the clone3 that makes a role's process.
   *
   * @param role INIT, ENTRY or PROGRAM
   * @param flags the flags
   */
  public void cloneFlags(Role role, long flags) {
    cloneFlags.merge(role, flags, (a, b) -> a | b);
  }

  /**
   * The {@code CLONE_*} flags so far.
   *
   * @param role whose process
   * @return the flags
   */
  public long cloneFlags(Role role) {
    return cloneFlags.getOrDefault(role, 0L);
  }

  /**
   * Makes the role's process start inside a v2 cgroup (CLONE_INTO_CGROUP).
   *
   * @param role INIT, ENTRY or PROGRAM
   * @param directory the descriptor of the cgroup's directory
   */
  public void cloneInto(Role role, Operand directory) {
    cloneCgroups.put(role, directory);
  }

  /**
   * The cgroup that a process starts in.
   *
   * @param role whose process
   * @return the descriptor of its directory, or null
   */
  public @Nullable Operand cloneCgroup(Role role) {
    return cloneCgroups.get(role);
  }

  /**
   * Names the control socket and the pid slot of a role's process.
   *
   * @param role INIT, ENTRY or PROGRAM
   * @param pid where its pid is saved
   * @param shimEnd the shim's end of its control socket
   * @param childEnd its own end
   */
  public void channel(Role role, Slot pid, Slot shimEnd, Slot childEnd) {
    pidOf.put(role, pid);
    shimEndOf.put(role, shimEnd);
    childEndOf.put(role, childEnd);
  }

  /**
   * Adds a limit for the shim to enforce.
   *
   * @param watch the limit
   */
  public void watch(Watch watch) {
    watches.add(Objects.requireNonNull(watch, "watch"));
  }

  /**
   * Adds a file to the reports.
   *
   * @param reading the file
   */
  public void reading(Reading reading) {
    readings.add(Objects.requireNonNull(reading, "reading"));
  }

  /**
   * Sends a descriptor to the JVM when the program has started.
   *
   * @param slot where the descriptor is saved
   */
  public void report(Slot slot) {
    reported.add(Objects.requireNonNull(slot, "slot"));
  }

  /**
   * Sets how long the launch may take before it fails.
   *
   * @param limit the time, positive
   */
  public void setupLimit(Duration limit) {
    setupLimit = Objects.requireNonNull(limit, "limit");
  }

  /** Lets the run end with the last of the sandbox's processes instead of with the program. */
  public void awaitDescendants() {
    awaitDescendants = true;
  }

  /** {@return the finished plan} */
  public LaunchPlan build() {
    List<Step> all = new ArrayList<>();
    for (Role role : Role.values()) {
      List<Kept> list = kept.getOrDefault(role, List.of());
      if (role.isChild() && !list.isEmpty()) {
        all.add(keepStep(role, list));
      }
      steps.stream()
          .filter(step -> step.role() == role)
          .sorted(Comparator.comparing(Step::stage))
          .forEach(all::add);
    }
    var channels = new LaunchPlan.Channels(pidOf, shimEndOf, childEndOf);
    return new LaunchPlan(
        all, watches, readings, slots, passed, reported, channels, setupLimit, awaitDescendants);
  }

  private Step keepStep(Role role, List<Kept> list) {
    Chunk table =
        room(
            list.size() * 4, list.stream().map(k -> k.descriptor().toString()).toList().toString());
    for (int i = 0; i < list.size(); i++) {
      Kept entry = list.get(i);
      table.put32(i * 4, PlanCompiler.kept(entry.descriptor(), entry.inherit()));
    }
    PlanBuilder scratch = new PlanBuilder();
    scratch
        .at(role, Stage.PREPARE)
        .does(
            "close every descriptor but those of this run",
            Action.Special.KEEP,
            new Operand.Address(table, 0),
            Operand.value(list.size()));
    return scratch.steps.getFirst();
  }

  /** Steps of one role in one stage. */
  public final class Place {
    private final Role role;
    private final Stage stage;

    private Place(Role role, Stage stage) {
      this.role = Objects.requireNonNull(role, "role");
      this.stage = Objects.requireNonNull(stage, "stage");
    }

    /**
     * Adds a system call.
     *
     * @param label what it is for, in words
     * @param call its name in the kernel's table
     * @param operands its arguments
     * @return the step, to say more about its result
     */
    public Added call(String label, String call, Operand... operands) {
      return add(label, new Action.SystemCall(call), operands);
    }

    /**
     * Adds work of the interpreter.
     *
     * @param label what it is for, in words
     * @param action which work
     * @param operands its arguments
     * @return the step, to say more about its result
     */
    public Added does(String label, Action.Special action, Operand... operands) {
      return add(label, action, operands);
    }

    private Added add(String label, Action action, Operand... operands) {
      steps.add(
          new Step(
              role,
              stage,
              label,
              action,
              List.of(operands),
              java.util.Set.of(),
              null,
              0,
              0,
              0,
              0,
              1,
              Map.of()));
      return new Added(steps.size() - 1);
    }
  }

  /**
   * A step just added: what its result means. Each method replaces the step by one with more said.
   */
  public final class Added {
    private final int index;

    private Added(int index) {
      this.index = index;
    }

    /**
     * Keeps the result.
     *
     * @param name the slot's name
     * @return this
     */
    public Added save(String name) {
      Slot slot = slot(name);
      return replace(s ->
          with(s, s.expected(), s.jump(), s.other(), s.exact(), slot, s.advice(), Step.Trait.SAVE));
    }

    /**
     * Keeps the result, a descriptor that the run owns.
     *
     * @param name the slot's name
     * @return this
     */
    public Added saveDescriptor(String name) {
      save(name);
      return trait(Step.Trait.DESCRIPTOR);
    }

    /**
     * Skips the step when an operand names an empty slot.
     *
     * @return this step
     */
    public Added ifPresent() {
      return trait(Step.Trait.OPTIONAL);
    }

    /**
     * Empties the slot that the first operand names, afterwards.
     *
     * @return this step
     */
    public Added clears() {
      return trait(Step.Trait.CLEAR);
    }

    /**
     * The errno counts as done.
     *
     * @param errno its number
     * @return this
     */
    public Added unless(int errno) {
      return replace(s ->
          s.expected() == 0
              ? with(s, errno, 0, s.other(), s.exact(), s.save(), s.advice())
              : with(s, s.expected(), s.jump(), errno, s.exact(), s.save(), s.advice()));
    }

    /**
     * With this errno the following steps of the role are skipped: a fallback that is no failure.
     *
     * @param errno its number
     * @param steps how many steps
     * @return this
     */
    public Added skip(int errno, int steps) {
      return replace(s -> with(s, errno, steps, s.other(), s.exact(), s.save(), s.advice()));
    }

    /**
     * Tries again each millisecond while the call gives this errno, for two seconds at most.
     *
     * @param errno its number
     * @return this
     */
    public Added again(int errno) {
      return replace(
          s -> with(s, errno, 0, s.other(), s.exact(), s.save(), s.advice(), Step.Trait.RETRY));
    }

    /**
     * Any other result is a failure.
     *
     * @param result the required result
     * @return this
     */
    public Added exactly(long result) {
      return replace(s ->
          with(
              s,
              s.expected(),
              s.jump(),
              s.other(),
              result,
              s.save(),
              s.advice(),
              Step.Trait.EXACT));
    }

    /**
     * Makes the call several times; its second operand, a number, counts up. The first errno ends
     * it and is the step's.
     *
     * @param times how often, 1 to 65 535
     * @return this
     */
    public Added repeat(int times) {
      return replace(s -> {
        var traits = new java.util.HashSet<>(s.traits());
        traits.add(Step.Trait.REPEAT);
        return new Step(
            s.role(),
            s.stage(),
            s.label(),
            s.action(),
            s.operands(),
            traits,
            s.save(),
            s.expected(),
            s.jump(),
            s.other(),
            s.exact(),
            times,
            s.advice());
      });
    }

    /**
     * What the reader of the error should do.
     *
     * @param errno the errno that this is about
     * @param fix the advice, a sentence
     * @return this
     */
    public Added advice(int errno, String fix) {
      return replace(s -> {
        Map<Integer, String> advice = new HashMap<>(s.advice());
        advice.put(errno, fix);
        return with(s, s.expected(), s.jump(), s.other(), s.exact(), s.save(), advice);
      });
    }

    private Added trait(Step.Trait trait) {
      return replace(
          s -> with(s, s.expected(), s.jump(), s.other(), s.exact(), s.save(), s.advice(), trait));
    }

    private Added replace(java.util.function.UnaryOperator<Step> change) {
      steps.set(index, change.apply(steps.get(index)));
      return this;
    }

    private static Step with(
        Step s,
        int expected,
        int jump,
        int other,
        long exact,
        @Nullable Slot save,
        Map<Integer, String> advice,
        Step.Trait... more) {
      var traits = new java.util.HashSet<>(s.traits());
      traits.addAll(List.of(more));
      return new Step(
          s.role(),
          s.stage(),
          s.label(),
          s.action(),
          s.operands(),
          traits,
          save,
          expected,
          jump,
          other,
          exact,
          s.times(),
          advice);
    }
  }
}
