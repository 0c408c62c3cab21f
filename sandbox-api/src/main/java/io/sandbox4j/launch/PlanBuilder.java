/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.spi.GuestText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final int STAGES = Stage.values().length;

  private final @Nullable Place[] places = new Place[Role.values().length * STAGES];
  private final List<Watch> watches = new ArrayList<>();
  private final List<Reading> readings = new ArrayList<>();
  private final Map<String, Operand.Saved> slots = new LinkedHashMap<>();
  private final List<String> passed = new ArrayList<>();
  private final List<Slot> reported = new ArrayList<>();
  private final Map<String, Operand.Address> texts = new HashMap<>();
  private final Map<Role, List<Kept>> kept = new EnumMap<>(Role.class);
  private final Map<Role, Long> cloneFlags = new EnumMap<>(Role.class);
  private final Map<Role, Operand> cloneCgroups = new EnumMap<>(Role.class);
  private final Map<Role, Long> cloneOwners = new EnumMap<>(Role.class);
  private final Map<Role, Slot> pidOf = new EnumMap<>(Role.class);
  private final Map<Role, Slot> shimEndOf = new EnumMap<>(Role.class);
  private final Map<Role, Slot> childEndOf = new EnumMap<>(Role.class);
  private Duration setupLimit = Duration.ofSeconds(30);
  private boolean awaitDescendants;
  private int chunks;

  private record Kept(Operand descriptor, boolean inherit) {
    @Override
    public String toString() {
      return descriptor.toString();
    }
  }

  /** A text as it prints. */
  private record Quoted(String text) {
    @Override
    public String toString() {
      return '"' + text + '"';
    }
  }

  /** An empty plan. */
  public PlanBuilder() {}

  /**
   * Where steps are added.
   *
   * @param role who executes them
   * @param stage when
   * @return the place; steps added there come after those already there
   */
  @SuppressWarnings("EnumOrdinal") // a table of all places
  public Place at(Role role, Stage stage) {
    int index = role.ordinal() * STAGES + stage.ordinal();
    Place place = places[index];
    if (place == null) {
      place = new Place(role, stage);
      places[index] = place;
    }
    return place;
  }

  /**
   * The slot of that name; the same slot each time.
   *
   * @param name what it holds
   * @return the slot
   */
  public Slot slot(String name) {
    return named(name).slot();
  }

  /**
   * The saved result of that name as an operand.
   *
   * @param name what the slot holds
   * @return the operand
   */
  public Operand saved(String name) {
    return named(name);
  }

  private Operand.Saved named(String name) {
    Operand.Saved saved = slots.get(name);
    if (saved == null) {
      saved = new Operand.Saved(new Slot(slots.size(), name));
      slots.put(name, saved);
    }
    return saved;
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
      if (index == Operand.Passed.MOST) {
        throw new IllegalArgumentException(
            "more than "
                + index
                + " descriptors go along with one launch: copy fewer files in, an archive of them, or bind"
                + " their directory");
      }
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
    return textAddress(text);
  }

  private Operand.Address textAddress(String text) {
    Operand.Address address = texts.get(text);
    if (address == null) {
      address = new Operand.Address(terminated(GuestText.encode(text), new Quoted(text)), 0);
      texts.put(text, address);
    }
    return address;
  }

  /** Chunks are numbered, and spread by Fibonacci hashing. */
  private Chunk chunk(byte[] bytes, Object shown) {
    return new Chunk(bytes, shown, ++chunks * 0x9e3779b9);
  }

  /**
   * A NUL-terminated UTF-8 string as bytes in the plan.
   *
   * @param text the string; it has no NUL inside
   * @return the bytes
   */
  public Chunk textChunk(String text) {
    return textAddress(text).chunk();
  }

  /**
   * A NUL-terminated string from raw bytes.
   *
   * @param bytes the string without its NUL
   * @param shown how it prints
   * @return the bytes in the plan
   */
  public Chunk terminated(byte[] bytes, String shown) {
    return terminated(bytes, (Object) shown);
  }

  private Chunk terminated(byte[] bytes, Object shown) {
    for (byte b : bytes) {
      if (b == 0) {
        throw new IllegalArgumentException(shown + " contains a NUL byte");
      }
    }
    return chunk(Arrays.copyOf(bytes, bytes.length + 1), shown);
  }

  /**
   * Bytes with a fixed content.
   *
   * @param bytes the content, copied
   * @param shown how it prints
   * @return the bytes in the plan
   */
  public Chunk bytes(byte[] bytes, String shown) {
    return chunk(bytes.clone(), shown);
  }

  /**
   * Zeroed room for a structure.
   *
   * @param size how many bytes
   * @param shown how it prints
   * @return the bytes in the plan
   */
  public Chunk room(int size, String shown) {
    return chunk(new byte[size], shown);
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
   * Makes the role's process in the name of a host user, who then owns its user namespace: what the
   * kernel counts for each user is counted against him and not against the shim's own.
   *
   * @param role whose process
   * @param uid the host user, not 0
   */
  public void cloneOwner(Role role, long uid) {
    cloneOwners.put(role, uid);
  }

  /**
   * In whose name a process is made.
   *
   * @param role whose process
   * @return the host user, 0 for the shim's own
   */
  public long cloneOwner(Role role) {
    return cloneOwners.getOrDefault(role, 0L);
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

  /**
   * {@return the finished plan}
   *
   * @throws IllegalStateException if a step skips more steps than follow it in its stage
   */
  public LaunchPlan build() {
    List<Step> all = new ArrayList<>(256);
    for (Role role : Role.values()) {
      List<Kept> list = kept.getOrDefault(role, List.of());
      if (role.isChild() && !list.isEmpty()) {
        all.add(keepStep(role, list));
      }
      for (int i = role.number() * STAGES; i < (role.number() + 1) * STAGES; i++) {
        Place place = places[i];
        if (place != null) {
          place.finish(all);
        }
      }
    }
    Map<String, Slot> named = LinkedHashMap.newLinkedHashMap(slots.size());
    slots.forEach((name, saved) -> named.put(name, saved.slot()));
    var channels = new LaunchPlan.Channels(pidOf, shimEndOf, childEndOf);
    return new LaunchPlan(
        all, watches, readings, named, passed, reported, channels, setupLimit, awaitDescendants);
  }

  private Step keepStep(Role role, List<Kept> list) {
    Chunk table = chunk(new byte[list.size() * 4], list);
    for (int i = 0; i < list.size(); i++) {
      Kept entry = list.get(i);
      table.put32(i * 4, KeptDescriptor.of(entry.descriptor(), entry.inherit()).encode());
    }
    Place place = new Place(role, Stage.PREPARE);
    return place
        .does(
            "close every descriptor but those of this run",
            Action.Special.KEEP,
            new Operand.Address(table, 0),
            Operand.value(list.size()))
        .finish();
  }

  /** Steps of one role in one stage. */
  public final class Place {
    private final Role role;
    private final Stage stage;
    private final List<Added> steps = new ArrayList<>();

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
      Step.requireAble(role, action, label); // here, where the trace names the layer
      Added step = new Added(this, label, action, List.of(operands));
      steps.add(step);
      return step;
    }

    private void finish(List<Step> all) {
      for (int i = 0; i < steps.size(); i++) {
        Added step = steps.get(i);
        // A jump over steps of another layer would leave out what its author never thought of.
        if (step.jump >= steps.size() - i) {
          throw new IllegalStateException(
              "'" + step.label + "' skips " + step.jump + " steps, more than follow in its stage");
        }
        all.add(step.finish());
      }
    }
  }

  /** A step just added: what its result means. It becomes a {@link Step} when the plan is built. */
  public final class Added {
    private final Place place;
    private final String label;
    private final Action action;
    private final List<Operand> operands;
    private int traits;
    private @Nullable Slot save;
    private int expected;
    private int jump;
    private int other;
    private long exact;
    private int times = 1;
    private Map<Integer, String> advice = Map.of();

    private Added(Place place, String label, Action action, List<Operand> operands) {
      this.place = place;
      this.label = label;
      this.action = action;
      this.operands = operands;
    }

    private Step finish() {
      return new Step(
          place.role,
          place.stage,
          label,
          action,
          operands,
          Step.Trait.set(traits),
          save,
          expected,
          jump,
          other,
          exact,
          times,
          advice);
    }

    /**
     * Keeps the result.
     *
     * @param name the slot's name
     * @return this
     */
    public Added save(String name) {
      save = slot(name);
      return trait(Step.Trait.SAVE);
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
     * The errno counts as done. A step has room for two errnos: two that count as done, or one of
     * these beside that of {@link #skip} or {@link #again}, in any order.
     *
     * @param errno its number
     * @return this
     * @throws IllegalStateException if there is no room for it
     */
    public Added unless(int errno) {
      if (expected == 0) {
        expected = errno;
      } else {
        requireRoom(errno);
        other = errno;
      }
      return this;
    }

    /**
     * With this errno the following steps of the role are skipped: a fallback that is no failure.
     *
     * @param errno its number
     * @param steps how many steps, at least 1; {@link PlanBuilder#build} refuses more than the
     *     stage has
     * @return this
     * @throws IllegalStateException if there is no room for it
     */
    public Added skip(int errno, int steps) {
      if (steps < 1) {
        throw new IllegalArgumentException("a skip leaves out at least one step, not " + steps);
      }
      free(errno);
      expected = errno;
      jump = steps;
      return this;
    }

    /**
     * Tries again each millisecond while the call gives this errno, for two seconds at most.
     *
     * @param errno its number
     * @return this
     * @throws IllegalStateException if there is no room for it
     */
    public Added again(int errno) {
      Step.requireRetrying(place.role, label);
      free(errno);
      expected = errno;
      return trait(Step.Trait.RETRY);
    }

    /** The first place for an errno becomes free: what counts as done moves to the second. */
    private void free(int errno) {
      if (expected == 0) {
        return;
      }
      requireRoom(errno);
      if (isSpecial()) {
        throw noRoom(errno);
      }
      other = expected;
      expected = 0;
    }

    private void requireRoom(int errno) {
      if (other != 0 || expected == errno) {
        throw noRoom(errno);
      }
    }

    private boolean isSpecial() {
      return jump > 0 || (traits & Step.Trait.RETRY.bit()) != 0;
    }

    private IllegalStateException noRoom(int errno) {
      return new IllegalStateException(
          "'"
              + label
              + "' has no room for "
              + Errno.name(errno)
              + ": it deals with "
              + Errno.name(expected)
              + (isSpecial() ? " by a skip or another try" : "")
              + (other == 0 ? "" : " and with " + Errno.name(other)));
    }

    /**
     * A process of its own makes the call, for it may take long; its result does not matter.
     *
     * @return this step
     */
    public Added aside() {
      return trait(Step.Trait.ASIDE);
    }

    /**
     * Any other result is a failure.
     *
     * @param result the required result
     * @return this
     */
    public Added exactly(long result) {
      exact = result;
      return trait(Step.Trait.EXACT);
    }

    /**
     * Makes the call several times; its second operand, a number, counts up. The first errno ends
     * it and is the step's.
     *
     * @param times how often, 1 to 65 535
     * @return this
     */
    public Added repeat(int times) {
      this.times = times;
      return trait(Step.Trait.REPEAT);
    }

    /**
     * What the reader of the error should do.
     *
     * @param errno the errno that this is about
     * @param fix the advice, a sentence
     * @return this
     */
    public Added advice(int errno, String fix) {
      if (advice.isEmpty()) {
        advice = Map.of(errno, fix);
      } else {
        Map<Integer, String> more = new HashMap<>(advice);
        more.put(errno, fix);
        advice = more;
      }
      return this;
    }

    private Added trait(Step.Trait trait) {
      traits |= trait.bit();
      return this;
    }
  }
}
