/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import io.sandbox4j.spi.FileView;
import io.sandbox4j.spi.PreparedSandbox;
import io.sandbox4j.spi.SandboxSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A template for runs of untrusted programs: what they see, how much they may use, which walls
 * stand around them. Immutable and thread-safe; any number of runs go on at once.
 *
 * <p>The builder alone gives namespaces of every kind, no network, no capabilities, no_new_privs, a
 * seccomp policy, a read-only view of the host's system programs, a private {@code /work}, {@code
 * /tmp} and {@code /proc}, and the limits of {@link Limits#DEFAULT}.
 */
public final class Sandbox implements AutoCloseable {
  private final PreparedSandbox prepared;
  private final Turns turns;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Sandbox(PreparedSandbox prepared, Turns turns) {
    this.prepared = prepared;
    this.turns = turns;
  }

  /**
   * Begins a sandbox; without any call it has the safe defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Tells what this host allows, by building a sandbox with the default walls and running a program
   * of a few bytes in it: id maps, namespaces, mounts, the loopback device, a cgroup, the filters.
   * What the host refuses is left out of the next attempt, so that one refusal does not hide the
   * others. Also lists what makes times differ from run to run on this host. Takes some
   * milliseconds, and starts the library's helper process if it does not run.
   *
   * @return one finding for each subject, with reason and fix; on a host that cannot have sandboxes
   *     at all, why
   */
  public static HostReport probe() {
    return Isolation.process().engine().probe();
  }

  /**
   * Runs a command and waits for its end. Of each output the first 8 MiB are captured, unless the
   * command says otherwise.
   *
   * @param command what to run
   * @return the result, also of a run that was killed or exceeded a limit
   * @throws InterruptedException if the thread is interrupted; the run is killed and collected
   *     first
   * @throws SandboxSetupException if the launch failed
   * @throws SandboxBusyException if it waited too long for its turn
   * @throws IllegalArgumentException if a stream is a pipe, or a limit above the sandbox's
   * @throws IllegalStateException if the sandbox is closed
   */
  public SandboxResult run(Command command) throws InterruptedException {
    requireOpen();
    Command captured = Waited.capturing(command, prepared.spec().limits());
    Turns.Turn turn = turns.take();
    try {
      return prepared.run(captured, turn.queued());
    } finally {
      turn.giveBack();
    }
  }

  /**
   * Starts a command. Unless the command says otherwise standard output is a pipe and standard
   * error is captured.
   *
   * @param command what to run
   * @return the process, after execve succeeded
   * @throws InterruptedException if the thread is interrupted while it waits for its turn or the
   *     launch
   * @throws SandboxSetupException if the launch failed
   * @throws SandboxBusyException if it waited too long for its turn
   * @throws IllegalStateException if the sandbox is closed
   */
  public SandboxProcess start(Command command) throws InterruptedException {
    requireOpen();
    Turns.Turn turn = turns.take();
    boolean started = false;
    try {
      SandboxProcess process = prepared.start(command, turn.queued(), turn::giveBack);
      started = true;
      return process;
    } finally {
      if (!started) {
        turn.giveBack();
      }
    }
  }

  /**
   * Opens a session with this sandbox's files and limits.
   *
   * @return the session
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public Session open() throws InterruptedException {
    return open(_ -> {});
  }

  /**
   * Opens a session. Until it is closed it counts as one run, however many commands go on in it.
   *
   * @param options says what the session has beyond the sandbox
   * @return the session
   * @throws InterruptedException if the thread is interrupted while it waits for its turn or the
   *     launch
   * @throws SandboxSetupException if the launch failed
   * @throws SandboxBusyException if it waited too long for its turn
   * @throws IllegalArgumentException if a limit is above the sandbox's
   * @throws IllegalStateException if the sandbox is closed
   */
  public Session open(Consumer<SessionOptions> options) throws InterruptedException {
    requireOpen();
    SessionOptions chosen = new SessionOptions();
    options.accept(chosen);
    Limits limits = chosen.limitsUnder(prepared.spec().limits());
    Turns.Turn turn = turns.take();
    boolean opened = false;
    try {
      Session session = new AdmittedSession(prepared.open(chosen), chosen, turn, limits);
      opened = true;
      return session;
    } finally {
      if (!opened) {
        turn.giveBack();
      }
    }
  }

  /**
   * Everything that starting a command would do, in words and as system calls. Nothing is started.
   *
   * @param command what would run
   * @return the steps
   */
  public Explanation explain(Command command) {
    requireOpen();
    return prepared.explain(command);
  }

  /** {@return the walls around each run, and those that this host lacks} */
  public List<WallState> walls() {
    return prepared.walls();
  }

  /** Kills every run, waits up to five seconds, gives everything back. Closing twice is once. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      turns.close();
      prepared.close();
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the sandbox is closed");
    }
  }

  /**
   * Collects what a sandbox is. The order of calls does not matter; contradictions are refused by
   * {@link #build()}, naming both sides. Not thread-safe.
   */
  public static final class Builder {
    private static final int MOST_ID = 65_533;

    private Root root = Root.hostSystem();
    private final List<FileView> views = new ArrayList<>();
    private Limits limits = Limits.DEFAULT;
    private Network network = Network.none();
    private Isolation isolation = Isolation.process();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private String hostname = "sandbox";
    private int uid = 1000;
    private int gid = 1000;
    private GuestPath cwd = GuestPath.WORK;
    private final Set<Wall> required = EnumSet.noneOf(Wall.class);
    private boolean chroot;
    private boolean rlimitSubstitute;
    private boolean hostServices;
    private int maxConcurrent = Integer.MAX_VALUE;
    private Duration queueTimeout = Limits.UNLIMITED;
    private boolean queueTimeoutSet;

    private Builder() {
      environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
      environment.put("HOME", "/tmp");
      environment.put("TMPDIR", "/tmp");
      environment.put("LANG", "C.UTF-8");
    }

    static void checkId(String name, int id) {
      if (id < 0 || id > MOST_ID) {
        throw new IllegalArgumentException(name + " is 0 to " + MOST_ID + ", not " + id);
      }
    }

    /**
     * Sets what programs see as {@code /}. Default: {@link Root#hostSystem()}.
     *
     * @param root the root
     * @return this
     */
    public Builder root(Root root) {
      this.root = Objects.requireNonNull(root, "root");
      return this;
    }

    /**
     * Shows a directory or file of the host, read-only.
     *
     * @param host where it is
     * @param guest where programs see it, absolute
     * @param options what holds for it
     * @return this
     */
    public Builder bindReadOnly(Path host, String guest, BindOption... options) {
      views.add(
          new FileView.BindReadOnly(
              host.toAbsolutePath(), GuestPath.absolute(guest), List.of(options)));
      return this;
    }

    /**
     * Shows a directory or file of the host, writable. It has no quota.
     *
     * @param host where it is
     * @param guest where programs see it, absolute
     * @param options what holds for it
     * @return this
     */
    public Builder bind(Path host, String guest, BindOption... options) {
      views.add(
          new FileView.BindWritable(
              host.toAbsolutePath(), GuestPath.absolute(guest), List.of(options)));
      return this;
    }

    /**
     * Mounts a private file system in memory; its size is taken off the disk limit.
     *
     * @param guest where, absolute
     * @param size how much it holds
     * @return this
     */
    public Builder tmpfs(String guest, Size size) {
      views.add(new FileView.Tmpfs(GuestPath.absolute(guest), size, 0));
      return this;
    }

    /**
     * Puts a read-only file into every run.
     *
     * @param guest where, absolute
     * @param source its content
     * @return this
     */
    public Builder file(String guest, Source source) {
      views.add(new FileView.Content(GuestPath.absolute(guest), source));
      return this;
    }

    /**
     * Changes limits, starting from those set before.
     *
     * @param change what to change
     * @return this
     */
    public Builder limits(UnaryOperator<Limits.Builder> change) {
      limits = limits.with(change);
      return this;
    }

    /**
     * Replaces memory, task and CPU time limits by per-process resource limits, for hosts without a
     * usable cgroup. A program evades them by forking. CPU time is limited in whole seconds,
     * rounded up; a limit of idle time cannot be had.
     *
     * @param danger {@link Danger#LIMITS_ARE_PER_PROCESS_AND_EVADABLE}
     * @return this
     */
    public Builder limitsByRlimit(Danger danger) {
      if (danger != Danger.LIMITS_ARE_PER_PROCESS_AND_EVADABLE) {
        throw new IllegalArgumentException(
            "limitsByRlimit takes LIMITS_ARE_PER_PROCESS_AND_EVADABLE, not " + danger);
      }
      rlimitSubstitute = true;
      return this;
    }

    /**
     * Allows binds with sockets and FIFOs in them.
     *
     * @param danger {@link Danger#HOST_SERVICES_ARE_REACHABLE}
     * @return this
     */
    public Builder allowHostServices(Danger danger) {
      if (danger != Danger.HOST_SERVICES_ARE_REACHABLE) {
        throw new IllegalArgumentException(
            "allowHostServices takes HOST_SERVICES_ARE_REACHABLE, not " + danger);
      }
      hostServices = true;
      return this;
    }

    /**
     * Sets what programs can reach. Default: {@link Network#none()}.
     *
     * @param network the network
     * @return this
     */
    public Builder network(Network network) {
      this.network = Objects.requireNonNull(network, "network");
      return this;
    }

    /**
     * Sets how it is enforced. Default: {@link Isolation#process()}.
     *
     * @param isolation the engine and its options
     * @return this
     */
    public Builder isolation(Isolation isolation) {
      this.isolation = Objects.requireNonNull(isolation, "isolation");
      return this;
    }

    /**
     * Sets a variable of every run's environment.
     *
     * @param name not empty, without {@code =} and NUL
     * @param value without NUL
     * @return this
     */
    public Builder env(String name, String value) {
      EnvironmentRules.check(name, value);
      environment.put(name, value);
      return this;
    }

    /**
     * Sets a variable whose value is masked wherever the library prints it.
     *
     * @param name not empty, without {@code =} and NUL
     * @param value without NUL
     * @return this
     */
    public Builder secret(String name, String value) {
      env(name, value);
      secrets.add(name);
      return this;
    }

    /**
     * Sets the host name that programs see. Default: {@code sandbox}.
     *
     * @param hostname 1 to 64 letters, digits, dots and hyphens
     * @return this
     */
    public Builder hostname(String hostname) {
      if (!hostname.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,63}")) {
        throw new IllegalArgumentException(
            "'" + hostname + "' is no host name: 1 to 64 letters, digits, dots and hyphens");
      }
      this.hostname = hostname;
      return this;
    }

    /**
     * Sets the ids programs see themselves running under. Default: 1000 and 1000. They own nothing
     * on the host.
     *
     * @param uid 0 to 65 533
     * @param gid 0 to 65 533
     * @return this
     */
    public Builder user(int uid, int gid) {
      checkId("uid", uid);
      checkId("gid", gid);
      this.uid = uid;
      this.gid = gid;
      return this;
    }

    /**
     * Sets the working directory. Default: {@code /work}.
     *
     * @param path absolute, or starting from {@code /work}
     * @return this
     */
    public Builder cwd(String path) {
      cwd = GuestPath.fromWork(path);
      return this;
    }

    /**
     * Makes walls necessary that are otherwise used where the host has them.
     *
     * @param walls the walls
     * @return this
     */
    public Builder require(Wall... walls) {
      required.addAll(List.of(walls));
      return this;
    }

    /**
     * Uses a plain chroot instead of pivot_root; CAP_SYS_CHROOT and chroot(2) are gone then.
     *
     * @return this builder
     */
    public Builder chroot() {
      chroot = true;
      return this;
    }

    /**
     * Bounds how many runs and sessions go on at once; others wait in order. Default: no bound.
     *
     * @param runs 1 or more
     * @return this
     */
    public Builder maxConcurrent(int runs) {
      if (runs < 1) {
        throw new IllegalArgumentException("maxConcurrent is 1 or more, not " + runs);
      }
      maxConcurrent = runs;
      return this;
    }

    /**
     * Bounds how long a run waits for its turn. Default: no bound.
     *
     * @param timeout positive
     * @return this
     */
    public Builder queueTimeout(Duration timeout) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("queueTimeout is positive, not " + timeout);
      }
      queueTimeout = timeout;
      queueTimeoutSet = true;
      return this;
    }

    /**
     * Builds the sandbox.
     *
     * @return the sandbox
     * @throws IllegalArgumentException if two settings contradict each other, or a limit is above
     *     what the host has: memory above MemTotal, more CPUs than the JVM may use, CPUs that it
     *     may not use, tasks above kernel.pid_max, descriptors or stack above the JVM's hard limits
     * @throws UnsupportedHostException if the host cannot build a wall; the message has the fix
     */
    public Sandbox build() {
      refuseContradictions();
      SandboxSpec spec =
          new SandboxSpec(
              root,
              views,
              limits,
              network,
              isolation,
              environment,
              secrets,
              hostname,
              uid,
              gid,
              cwd,
              required,
              chroot,
              rlimitSubstitute,
              hostServices);
      return new Sandbox(isolation.engine().prepare(spec), new Turns(maxConcurrent, queueTimeout));
    }

    private void refuseContradictions() {
      refuse(
          queueTimeoutSet && maxConcurrent == Integer.MAX_VALUE,
          "queueTimeout(" + queueTimeout + ") needs maxConcurrent(n): nothing queues without it");
      refuse(
          rlimitSubstitute && limits.wallTime().equals(Limits.UNLIMITED),
          "limitsByRlimit contradicts limits.unlimitedWallTime: only wall time would end a fork"
              + " bomb");
      refuse(
          rlimitSubstitute && required.contains(Wall.CGROUP_LIMITS),
          "limitsByRlimit contradicts require(CGROUP_LIMITS)");
      refuse(
          network instanceof Network.Host && required.contains(Wall.NETWORK_NAMESPACE),
          "network(Network.host(...)) contradicts require(NETWORK_NAMESPACE)");
      if (isolation instanceof ProcessIsolation process) {
        refuse(
            chroot && process.without().contains(Wall.ROOT), "chroot() contradicts without(ROOT)");
        for (Wall wall : required) {
          refuse(
              process.without().contains(wall),
              "require(" + wall + ") contradicts without(" + wall + ")");
        }
      }
    }

    private static void refuse(boolean contradiction, String message) {
      if (contradiction) {
        throw new IllegalArgumentException(message);
      }
    }
  }
}
