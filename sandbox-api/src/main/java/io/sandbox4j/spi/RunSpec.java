/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import io.sandbox4j.Command;
import io.sandbox4j.Limits;
import io.sandbox4j.Network;
import io.sandbox4j.launch.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run, as its layers see it: what is asked for, and where what it takes is given back. Built
 * and used by the one thread that starts the run.
 */
public final class RunSpec {

  /** What is launched. */
  public enum Kind {
    /** A sandbox for one command. */
    SINGLE,
    /** A session: pid 1 and its namespaces, no command yet. */
    SESSION,
    /** A command inside a session. */
    IN_SESSION
  }

  /**
   * A descriptor of a mount namespace that holds nothing but the sandbox's read-only root: init is
   * born in a copy of it. Passed where one was made ahead.
   */
  public static final String PREPARED_ROOT = "root.namespace";

  /** A descriptor of a network namespace in which nothing has run yet: init is born in it. */
  public static final String PREPARED_NETWORK = "net.namespace";

  private final Kind kind;
  private final String name;
  private final SandboxSpec sandbox;
  private final @Nullable Command command;
  private final Limits limits;
  private final HostFacts host;
  private final @Nullable RunSpec session;
  private boolean standsBy;
  private final Map<String, PassedDescriptor> passed = new LinkedHashMap<>();
  private final Set<String> constant = new HashSet<>();
  private final List<Runnable> onGone = new ArrayList<>();
  private final List<Object> notes = new ArrayList<>();

  /**
   * A run.
   *
   * @param kind what is launched
   * @param name unique on this host while it lives: names cgroups
   * @param sandbox what the sandbox's author asked for
   * @param command what runs, null for a session
   * @param limits the limits in force
   * @param host facts about the host
   * @param session the session a command runs in, null otherwise
   */
  public RunSpec(
      Kind kind,
      String name,
      SandboxSpec sandbox,
      @Nullable Command command,
      Limits limits,
      HostFacts host,
      @Nullable RunSpec session) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.name = Objects.requireNonNull(name, "name");
    this.sandbox = Objects.requireNonNull(sandbox, "sandbox");
    this.command = command;
    this.limits = Objects.requireNonNull(limits, "limits");
    this.host = Objects.requireNonNull(host, "host");
    this.session = session;
    if ((kind == Kind.SESSION) != (command == null)
        || (kind == Kind.IN_SESSION) != (session != null)) {
      throw new IllegalArgumentException(
          "a "
              + kind
              + " with command "
              + command
              + (session == null ? ", no session" : ", a session"));
    }
  }

  /**
   * This run by a plan that was made for another one like it: under that one's name and with what
   * its layers noted, but with this one's descriptors. What is given back when a run is gone stays
   * with the plan.
   *
   * @param other the run that the plan was made for, of which nothing is left
   * @return the run to launch
   */
  public RunSpec inPlaceOf(RunSpec other) {
    RunSpec run = new RunSpec(kind, other.name, sandbox, command, limits, host, session);
    run.standsBy = standsBy;
    run.passed.putAll(passed);
    run.notes.addAll(other.notes);
    return run;
  }

  /**
   * The same launch, to be made ahead: it goes on to the program's last steps, and waits there for
   * the streams.
   *
   * @param name a name of its own
   * @return the run, without any descriptors
   * @throws IllegalStateException if this is no sandbox for one command
   */
  public RunSpec standingBy(String name) {
    if (kind != Kind.SINGLE) {
      throw new IllegalStateException("only a sandbox for one command stands by, no " + kind);
    }
    RunSpec run = new RunSpec(kind, name, sandbox, command, limits, host, null);
    run.standsBy = true;
    return run;
  }

  /** {@return whether the program's process waits for its streams, which come later} */
  public boolean standsBy() {
    return standsBy;
  }

  /** {@return what is launched} */
  public Kind kind() {
    return kind;
  }

  /** {@return whether this launch makes a sandbox of its own: an init, namespaces, a root} */
  public boolean makesSandbox() {
    return kind != Kind.IN_SESSION;
  }

  /** {@return which process enters the sandbox's namespaces from outside} */
  public Role entering() {
    return host.privileged() && host.ownsNamespaces() ? Role.PROGRAM : Role.ENTRY;
  }

  /** {@return whether init finds its root made, and need not change it} */
  public boolean hasPreparedRoot() {
    return passed.containsKey(PREPARED_ROOT);
  }

  /** {@return whether init finds its network namespace made} */
  public boolean hasPreparedNetwork() {
    return passed.containsKey(PREPARED_NETWORK);
  }

  /**
   * Whether the program's process is cloned while init still mounts; it waits for init before it
   * looks at a path. Only where init never changes its root: who is born in its mount namespace
   * meanwhile would stand in the host's.
   *
   * @return whether all that takes init long was made ahead
   */
  public boolean clonesProgramEarly() {
    return kind == Kind.SINGLE
        && !standsBy
        && hasPreparedRoot()
        && (hasPreparedNetwork() || sandbox.network() instanceof Network.Host);
  }

  /** {@return a name that no other live run on this host has} */
  public String name() {
    return name;
  }

  /** {@return what the sandbox's author asked for} */
  public SandboxSpec sandbox() {
    return sandbox;
  }

  /** {@return what runs; empty while a session is opened} */
  public Optional<Command> command() {
    return Optional.ofNullable(command);
  }

  /** {@return the limits in force for this run} */
  public Limits limits() {
    return limits;
  }

  /** {@return facts about the host} */
  public HostFacts host() {
    return host;
  }

  /** {@return the session's own run, for a command inside one} */
  public Optional<RunSpec> session() {
    return Optional.ofNullable(session);
  }

  /**
   * Sends a descriptor along with the plan; it is closed in the JVM once it is sent, or when the
   * launch fails.
   *
   * @param name the name under which {@link io.sandbox4j.launch.PlanBuilder#passed} refers to it
   * @param descriptor the descriptor
   */
  public void pass(String name, PassedDescriptor descriptor) {
    if (passed.putIfAbsent(name, descriptor) != null) {
      throw new IllegalStateException("two descriptors are passed as " + name);
    }
  }

  /**
   * Says of a descriptor that it will do for every run of an equal command: what it leads to never
   * changes, and no process moves its offset.
   *
   * @param name the name it is passed under
   */
  public void passesAlways(String name) {
    constant.add(name);
  }

  /**
   * Takes that back.
   *
   * @param name the name it is passed under
   */
  public void passesOnce(String name) {
    constant.remove(name);
  }

  /** {@return the names of the descriptors that do for every run of an equal command} */
  public Set<String> passedAlways() {
    return constant;
  }

  /** {@return the descriptors to send, by name} */
  public Map<String, PassedDescriptor> passed() {
    return passed;
  }

  /**
   * Gives something back when nothing of the run is left, or when its launch failed.
   *
   * @param action quick, throws nothing
   */
  public void onGone(Runnable action) {
    onGone.add(Objects.requireNonNull(action, "action"));
  }

  /** {@return what to do when nothing of the run is left, in the order of the calls} */
  public List<Runnable> onGone() {
    return onGone;
  }

  /** Closes the descriptors to send: they are sent, or will not be. */
  public void closePassed() {
    passed.values().forEach(PassedDescriptor::close);
  }

  /** There is no launch: what it would have passed and held is given back. */
  public void abandon() {
    closePassed();
    onGone.forEach(Runnable::run);
  }

  /**
   * Leaves a note for other layers, for later commands of the session or for the engine.
   *
   * @param note the note
   */
  public void note(Object note) {
    notes.add(Objects.requireNonNull(note, "note"));
  }

  /**
   * The first note of that type.
   *
   * @param kind the type
   * @param <T> the type
   * @return the note, empty if none was left
   */
  public <T> Optional<T> noted(Class<T> kind) {
    for (Object note : notes) {
      if (kind.isInstance(note)) {
        return Optional.of(kind.cast(note));
      }
    }
    return Optional.empty();
  }
}
