/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import io.sandbox4j.spi.FileView;
import io.sandbox4j.spi.GuestText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One run: what is executed, which files go in and out, where the streams go. An immutable value;
 * every method returns a new one. Arguments, environment and paths inside are UTF-8 whatever the
 * JVM's locale.
 */
public final class Command {
  private static final int MOST_ARGUMENTS = 65_536;

  /** A file to put in. */
  private record In(GuestPath at, Source source) {}

  private final State state;

  private Command(State state) {
    this.state = state;
  }

  /** The fields, copied for each change. */
  private static final class State implements Cloneable {
    List<byte[]> argv = List.of();
    List<In> copyIns = List.of();
    Map<GuestPath, Size> copyOuts = Map.of();
    List<FileView> binds = List.of();
    Map<String, String> environment = Map.of();
    List<String> secrets = List.of();
    @Nullable GuestPath cwd;
    int uid = -1;
    int gid = -1;
    UnaryOperator<Limits.Builder> limits = UnaryOperator.identity();
    Input stdin = Input.empty();
    @Nullable Output stdout;
    @Nullable Output stderr;
    boolean leaveRunning;
    boolean awaitDescendants;

    State copy() {
      try {
        return (State) clone();
      } catch (CloneNotSupportedException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  private Command with(Consumer<State> change) {
    State next = state.copy();
    change.accept(next);
    return new Command(next);
  }

  /**
   * A program and its arguments. A name without a slash is looked for in PATH.
   *
   * @param argv the program, then its arguments
   * @return the command
   * @throws IllegalArgumentException if there is no program, or a NUL in an argument
   */
  public static Command of(String... argv) {
    return ofBytes(Arrays.stream(argv).map(GuestText::encode).toArray(byte[][]::new));
  }

  /**
   * A program and its arguments.
   *
   * @param argv the program, then its arguments
   * @return the command
   * @throws IllegalArgumentException if there is no program, or a NUL in an argument
   */
  public static Command of(List<String> argv) {
    return of(argv.toArray(String[]::new));
  }

  /**
   * A program and its arguments as bytes, for names that are no UTF-8.
   *
   * @param argv the program, then its arguments, copied
   * @return the command
   * @throws IllegalArgumentException if there is no program, or a NUL in an argument
   */
  public static Command ofBytes(byte[]... argv) {
    if (argv.length == 0 || argv[0].length == 0) {
      throw new IllegalArgumentException("a command needs the name of a program");
    }
    if (argv.length > MOST_ARGUMENTS) {
      throw new IllegalArgumentException(
          "a command takes " + MOST_ARGUMENTS + " arguments, not " + argv.length);
    }
    List<byte[]> copies = new ArrayList<>();
    for (int i = 0; i < argv.length; i++) {
      for (byte b : argv[i]) {
        if (b == 0) {
          throw new IllegalArgumentException("argument " + i + " contains a NUL character");
        }
      }
      if (argv[i].length >= EnvironmentRules.MOST_BYTES) {
        throw new IllegalArgumentException(
            "argument "
                + i
                + " has "
                + argv[i].length
                + " bytes; the kernel takes 131071 (MAX_ARG_STRLEN)");
      }
      copies.add(argv[i].clone());
    }
    State state = new State();
    state.argv = List.copyOf(copies);
    return new Command(state);
  }

  /**
   * A line for {@code /bin/sh -c}.
   *
   * @param line the line
   * @return the command
   */
  public static Command shell(String line) {
    return of("/bin/sh", "-c", line);
  }

  /**
   * Puts a file in before the program starts.
   *
   * @param path where; relative paths start from {@code /work}
   * @param source its content
   * @return a new command
   */
  public Command copyIn(String path, Source source) {
    In in = new In(GuestPath.fromWork(path), Objects.requireNonNull(source, "source"));
    if (state.copyIns.stream().anyMatch(other -> other.at.equals(in.at))) {
      throw new IllegalArgumentException("two files are copied in to " + in.at);
    }
    return with(s -> s.copyIns = plus(s.copyIns, in));
  }

  /**
   * Takes a file out after the last process is dead. Asked for twice, the last size counts. What
   * cannot be taken is a {@linkplain OutFile.Status status} of that file. The files of all results
   * of a sandbox that are not closed have at most a quarter of the host's memory together; beyond
   * it a file is {@link OutFile.Status#TOO_LARGE}.
   *
   * @param path where it is; relative paths start from {@code /work}
   * @param max a larger file is not taken
   * @return a new command
   */
  public Command copyOut(String path, Size max) {
    GuestPath at = GuestPath.fromWork(path);
    Objects.requireNonNull(max, "max");
    return with(s -> s.copyOuts = plus(s.copyOuts, at, max));
  }

  /**
   * Shows a directory or file of the host, writable and without a quota.
   *
   * @param host where it is
   * @param guest where the program sees it, absolute
   * @param options what holds for it
   * @return a new command
   * @throws IllegalArgumentException if the target is relative or taken
   */
  public Command bind(Path host, String guest, BindOption... options) {
    return bind(
        new FileView.BindWritable(
            host.toAbsolutePath(), GuestPath.absolute(guest), List.of(options)));
  }

  /**
   * Shows a directory or file of the host, read-only.
   *
   * @param host where it is
   * @param guest where the program sees it, absolute
   * @param options what holds for it
   * @return a new command
   * @throws IllegalArgumentException if the target is relative or taken
   */
  public Command bindReadOnly(Path host, String guest, BindOption... options) {
    return bind(
        new FileView.BindReadOnly(
            host.toAbsolutePath(), GuestPath.absolute(guest), List.of(options)));
  }

  private Command bind(FileView view) {
    for (FileView other : state.binds) {
      if (other.at().equals(view.at())) {
        throw new IllegalArgumentException(
            "two mounts on one target: " + other.inWords() + " and " + view.inWords());
      }
    }
    return with(s -> s.binds = plus(s.binds, view));
  }

  /**
   * Sets a variable of the program's environment.
   *
   * @param name not empty, without {@code =} and NUL
   * @param value without NUL
   * @return a new command
   */
  public Command env(String name, String value) {
    EnvironmentRules.check(name, value);
    return with(s -> s.environment = plus(s.environment, name, value));
  }

  /**
   * Sets a variable of any bytes.
   *
   * @param name not empty, without {@code =} and NUL
   * @param value without NUL
   * @return a new command
   * @throws IllegalArgumentException if the kernel would misread it
   */
  public Command envBytes(byte[] name, byte[] value) {
    return env(GuestText.decode(name), GuestText.decode(value));
  }

  /**
   * Sets a variable whose value is masked wherever the library prints it.
   *
   * @param name not empty, without {@code =} and NUL
   * @param value without NUL
   * @return a new command
   */
  public Command secret(String name, String value) {
    return env(name, value).with(s -> s.secrets = plus(s.secrets, name));
  }

  /**
   * Sets the working directory.
   *
   * @param path relative paths start from {@code /work}
   * @return a new command
   */
  public Command cwd(String path) {
    GuestPath at = GuestPath.fromWork(path);
    return with(s -> s.cwd = at);
  }

  /**
   * Sets the ids the program sees itself running under; they own nothing on the host.
   *
   * @param uid 0 to 65 533
   * @param gid 0 to 65 533
   * @return a new command
   */
  public Command user(int uid, int gid) {
    Sandbox.Builder.checkId("uid", uid);
    Sandbox.Builder.checkId("gid", gid);
    return with(s -> {
      s.uid = uid;
      s.gid = gid;
    });
  }

  /**
   * Changes limits, at or below the sandbox's.
   *
   * @param change what to change, starting from the sandbox's limits; applied now, to check its
   *     values, and again for every run
   * @return a new command
   * @throws IllegalArgumentException if a value is out of its range
   */
  public Command limits(UnaryOperator<Limits.Builder> change) {
    UnaryOperator<Limits.Builder> before = state.limits;
    var _ = Limits.DEFAULT.with(change); // a value out of range is the caller's line, not start's
    return with(s -> s.limits = builder -> change.apply(before.apply(builder)));
  }

  /**
   * Sets the standard input.
   *
   * @param input where it comes from
   * @return a new command
   */
  public Command stdin(Input input) {
    Objects.requireNonNull(input, "input");
    return with(s -> s.stdin = input);
  }

  /**
   * Sets where standard output goes.
   *
   * @param output where; not {@link Output#toStdout()}
   * @return a new command
   */
  public Command stdout(Output output) {
    if (output instanceof Output.ToStdout) {
      throw new IllegalArgumentException("stdout cannot go to stdout");
    }
    Objects.requireNonNull(output, "output");
    return with(s -> s.stdout = output);
  }

  /**
   * Sets where standard error goes.
   *
   * @param output where
   * @return a new command
   */
  public Command stderr(Output output) {
    Objects.requireNonNull(output, "output");
    return with(s -> s.stderr = output);
  }

  /**
   * In a session: what this command started lives on when it ends.
   *
   * @return the changed command
   */
  public Command leaveRunning() {
    return with(s -> s.leaveRunning = true).refuseBothDescendantPolicies();
  }

  /**
   * The run ends when the last descendant has ended, not when the main program does.
   *
   * @return the changed command
   */
  public Command awaitDescendants() {
    return with(s -> s.awaitDescendants = true).refuseBothDescendantPolicies();
  }

  private Command refuseBothDescendantPolicies() {
    if (state.leaveRunning && state.awaitDescendants) {
      throw new IllegalArgumentException("leaveRunning() contradicts awaitDescendants()");
    }
    return this;
  }

  /** {@return the program and its arguments; copies} */
  public List<byte[]> argv() {
    return state.argv.stream().map(byte[]::clone).toList();
  }

  /** {@return the program's name, as text in the sense of {@link GuestText}} */
  public String program() {
    return GuestText.decode(state.argv.getFirst());
  }

  /** {@return the files to put in, in order} */
  public Map<GuestPath, Source> copyIns() {
    Map<GuestPath, Source> ins = new LinkedHashMap<>();
    state.copyIns.forEach(in -> ins.put(in.at, in.source));
    return Collections.unmodifiableMap(ins);
  }

  /** {@return the files to take out, with the largest size of each} */
  public Map<GuestPath, Size> copyOuts() {
    return state.copyOuts;
  }

  /** {@return directories and files of the host that this run sees} */
  public List<FileView> binds() {
    return state.binds;
  }

  /** {@return the variables this command sets} */
  public Map<String, String> environment() {
    return state.environment;
  }

  /** {@return the names of variables whose values are never printed} */
  public List<String> secrets() {
    return state.secrets;
  }

  /** {@return the working directory, if this command sets one} */
  public Optional<GuestPath> cwd() {
    return Optional.ofNullable(state.cwd);
  }

  /** {@return the inner user id, if this command sets one} */
  public Optional<Integer> uid() {
    return state.uid < 0 ? Optional.empty() : Optional.of(state.uid);
  }

  /** {@return the inner group id, if this command sets one} */
  public Optional<Integer> gid() {
    return state.gid < 0 ? Optional.empty() : Optional.of(state.gid);
  }

  /**
   * The limits of this command in a sandbox.
   *
   * @param ceiling the sandbox's limits
   * @return the limits
   * @throws IllegalArgumentException if one is above its ceiling
   */
  public Limits limitsUnder(Limits ceiling) {
    return state.limits.apply(ceiling.toBuilder()).build().within(ceiling);
  }

  /** {@return where standard input comes from} */
  public Input stdin() {
    return state.stdin;
  }

  /** {@return where standard output goes, if this command says so} */
  public Optional<Output> stdout() {
    return Optional.ofNullable(state.stdout);
  }

  /** {@return where standard error goes, if this command says so} */
  public Optional<Output> stderr() {
    return Optional.ofNullable(state.stderr);
  }

  /** {@return whether what it started lives on in its session} */
  public boolean leavesRunning() {
    return state.leaveRunning;
  }

  /** {@return whether the run waits for descendants} */
  public boolean awaitsDescendants() {
    return state.awaitDescendants;
  }

  private static <T> List<T> plus(List<T> list, T more) {
    List<T> longer = new ArrayList<>(list);
    longer.add(more);
    return List.copyOf(longer);
  }

  private static <K, V> Map<K, V> plus(Map<K, V> map, K key, V value) {
    Map<K, V> larger = new LinkedHashMap<>(map);
    larger.put(key, value);
    return Collections.unmodifiableMap(larger);
  }

  /** The parts that make up its value. */
  private List<Object> all() {
    return List.of(
        state.argv.stream().map(ByteBuffer::wrap).toList(),
        state.copyIns,
        state.copyOuts,
        state.binds,
        state.environment,
        Set.copyOf(state.secrets),
        cwd(),
        state.uid,
        state.gid,
        state.limits,
        state.stdin,
        stdout(),
        stderr(),
        state.leaveRunning,
        state.awaitDescendants);
  }

  /**
   * Whether all parts are equal. Changes of limits are equal when they are the same object, as the
   * consumers of {@link Output#lines} and the streams of {@link Input#stream} are.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Command that && all().equals(that.all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  /** The program and its arguments, quoted as for a shell; never the environment. */
  @Override
  public String toString() {
    return String.join(" ", state.argv.stream().map(Command::quoted).toList());
  }

  private static String quoted(byte[] argument) {
    String text = new String(argument, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    return text.matches("[\\p{IsAlphabetic}\\p{IsDigit}@%+=:,./_-]+")
        ? text
        : "'" + text.replace("'", "'\\''") + "'";
  }
}
