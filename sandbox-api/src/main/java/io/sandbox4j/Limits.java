/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How much a run may use. Immutable. A sandbox's limits are the ceilings of its commands; a command
 * may ask for less, never for more. Limits above the host's own are refused when the sandbox is
 * built, both values named. Each limit but the weight, which is a share, has a call that takes it
 * away, {@code unlimited...}; what then still bounds a run is said there.
 */
public final class Limits {
  /** No bound on a time. */
  public static final Duration UNLIMITED = Duration.ofNanos(Long.MAX_VALUE);

  /** The limits that hold where nothing else is said. */
  public static final Limits DEFAULT = new Limits(new Builder());

  private static final long UNLIMITED_COUNT = Long.MAX_VALUE;

  private final Size memory;
  private final Duration cpuTime;
  private final Duration wallTime;
  private final long tasks;
  private final Size output;
  private final Size disk;
  private final long inodes;
  private final Size stack;
  private final int openFiles;
  private final @Nullable Size fileSize;
  private final Size locked;
  private final double cpus;
  private final int cpuWeight;
  private final List<Integer> pinnedCores;
  private final Duration idleTime;

  private Limits(Builder b) {
    memory = b.memory;
    cpuTime = b.cpuTime;
    wallTime = b.wallTime;
    tasks = b.tasks;
    output = b.output;
    disk = b.disk;
    inodes = b.inodes;
    stack = b.stack;
    openFiles = b.openFiles;
    fileSize = b.fileSize;
    locked = b.locked;
    cpus = b.cpus;
    cpuWeight = b.cpuWeight;
    pinnedCores = b.pinnedCores;
    idleTime = b.idleTime;
  }

  /**
   * Memory of all processes together, with the contents of private file systems; swap is off.
   * Default 512 MiB.
   *
   * @return the limit
   */
  public Size memory() {
    return memory;
  }

  /** {@return user and system CPU time of all processes together} Default 10 s. */
  public Duration cpuTime() {
    return cpuTime;
  }

  /** {@return time from execve, by the monotonic clock} Default 60 s. */
  public Duration wallTime() {
    return wallTime;
  }

  /** {@return processes and threads at once; {@link Long#MAX_VALUE} is no bound} Default 256. */
  public long tasks() {
    return tasks;
  }

  /** {@return bytes on stdout and stderr together} Default 64 MiB. */
  public Size output() {
    return output;
  }

  /** {@return size of the private file system behind /work, /tmp and /dev/shm} Default 256 MiB. */
  public Size disk() {
    return disk;
  }

  /** {@return inodes of the private file system} Default 65 536. */
  public long inodes() {
    return inodes;
  }

  /**
   * {@return soft limit of a thread's stack; the hard limit is 64 MiB or this, if larger} Default 8
   * MiB.
   */
  public Size stack() {
    return stack;
  }

  /** {@return open descriptors of a process} Default 256. */
  public int openFiles() {
    return openFiles;
  }

  /** {@return size of one file} Default: the disk limit. */
  public Size fileSize() {
    return fileSize == null ? disk : fileSize;
  }

  /** {@return locked memory of a process} Default 64 KiB. */
  public Size locked() {
    return locked;
  }

  /**
   * {@return CPUs' worth of time that may be used at once; infinite is no quota} Default: no quota.
   */
  public double cpus() {
    return cpus;
  }

  /**
   * {@return share of CPU time among siblings, 1 to 10 000 as in cgroup v2's cpu.weight} Default
   * 100.
   */
  public int cpuWeight() {
    return cpuWeight;
  }

  /** {@return the CPUs the run is bound to; empty is all} */
  public List<Integer> pinnedCores() {
    return pinnedCores;
  }

  /** {@return how long the run may use no CPU at all} Default: no bound. */
  public Duration idleTime() {
    return idleTime;
  }

  /** {@return a builder that starts with these limits} */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.memory = memory;
    b.cpuTime = cpuTime;
    b.wallTime = wallTime;
    b.tasks = tasks;
    b.output = output;
    b.disk = disk;
    b.inodes = inodes;
    b.stack = stack;
    b.openFiles = openFiles;
    b.fileSize = fileSize;
    b.locked = locked;
    b.cpus = cpus;
    b.cpuWeight = cpuWeight;
    b.pinnedCores = pinnedCores;
    b.idleTime = idleTime;
    return b;
  }

  /**
   * These limits with some changed.
   *
   * @param change what to change
   * @return the changed limits
   */
  public Limits with(UnaryOperator<Builder> change) {
    return change.apply(toBuilder()).build();
  }

  /**
   * Checks these limits against ceilings.
   *
   * @param ceiling the most that is allowed
   * @return this
   * @throws IllegalArgumentException naming a limit above its ceiling, with both values
   */
  public Limits within(Limits ceiling) {
    check("memory", Limits::memory, ceiling);
    check("cpuTime", Limits::cpuTime, ceiling);
    check("wallTime", Limits::wallTime, ceiling);
    check("tasks", Limits::tasks, ceiling);
    check("output", Limits::output, ceiling);
    check("disk", Limits::disk, ceiling);
    check("inodes", Limits::inodes, ceiling);
    check("stack", Limits::stack, ceiling);
    check("openFiles", Limits::openFiles, ceiling);
    check("fileSize", Limits::fileSize, ceiling);
    check("locked", Limits::locked, ceiling);
    check("cpus", Limits::cpus, ceiling);
    check("cpuWeight", Limits::cpuWeight, ceiling);
    check("idleTime", Limits::idleTime, ceiling);
    if (!ceiling.pinnedCores.isEmpty()
        && (pinnedCores.isEmpty() || !ceiling.pinnedCores.containsAll(pinnedCores))) {
      throw new IllegalArgumentException(
          "pinnedCores " + pinnedCores + " are not among the sandbox's " + ceiling.pinnedCores);
    }
    return this;
  }

  private <T extends Comparable<? super T>> void check(
      String name, Function<Limits, T> value, Limits ceiling) {
    if (value.apply(this).compareTo(value.apply(ceiling)) > 0) {
      throw new IllegalArgumentException(
          name
              + " "
              + shown(value.apply(this))
              + " is above the sandbox's "
              + shown(value.apply(ceiling)));
    }
  }

  private List<Object> all() {
    return List.of(
        memory,
        cpuTime,
        wallTime,
        tasks,
        output,
        disk,
        inodes,
        stack,
        openFiles,
        Optional.ofNullable(fileSize),
        locked,
        cpus,
        cpuWeight,
        pinnedCores,
        idleTime);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Limits that && all().equals(that.all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  private static String shown(Object value) {
    boolean unbounded =
        value.equals(UNLIMITED)
            || value.equals(UNLIMITED_COUNT)
            || value.equals(Double.POSITIVE_INFINITY);
    return unbounded ? "unlimited" : value.toString();
  }

  @Override
  public String toString() {
    return "Limits[memory=%s, cpuTime=%s, wallTime=%s, tasks=%s, output=%s, disk=%s, inodes=%s, stack=%s, "
            .formatted(
                memory,
                shown(cpuTime),
                shown(wallTime),
                shown(tasks),
                output,
                disk,
                shown(inodes),
                stack)
        + "openFiles=%d, fileSize=%s, locked=%s, cpus=%s, cpuWeight=%d, pinnedCores=%s, idleTime=%s]"
            .formatted(
                openFiles,
                fileSize(),
                locked,
                shown(cpus),
                cpuWeight,
                pinnedCores,
                shown(idleTime));
  }

  /** Sets limits; each is checked as it is set. Not thread-safe. */
  public static final class Builder {
    private static final Size SMALLEST_MEMORY = Size.mib(1);
    private static final int MOST_FILES = 1 << 20;

    private Size memory = Size.mib(512);
    private Duration cpuTime = Duration.ofSeconds(10);
    private Duration wallTime = Duration.ofSeconds(60);
    private long tasks = 256;
    private Size output = Size.mib(64);
    private Size disk = Size.mib(256);
    private long inodes = 65_536;
    private Size stack = Size.mib(8);
    private int openFiles = 256;
    private @Nullable Size fileSize;
    private Size locked = Size.kib(64);
    private double cpus = Double.POSITIVE_INFINITY;
    private int cpuWeight = 100;
    private List<Integer> pinnedCores = List.of();
    private Duration idleTime = UNLIMITED;

    private Builder() {}

    /**
     * Sets the memory limit.
     *
     * @param memory at least 1 MiB
     * @return this
     */
    public Builder memory(Size memory) {
      if (memory.compareTo(SMALLEST_MEMORY) < 0) {
        throw new IllegalArgumentException("memory is at least 1 MiB, not " + memory);
      }
      this.memory = memory;
      return this;
    }

    /**
     * Sets no memory limit.
     *
     * @return this builder
     */
    public Builder unlimitedMemory() {
      return memory(Size.UNLIMITED);
    }

    /**
     * Sets the CPU time limit.
     *
     * @param cpuTime positive, {@link #UNLIMITED} for none
     * @return this
     */
    public Builder cpuTime(Duration cpuTime) {
      this.cpuTime = positive("cpuTime", cpuTime);
      return this;
    }

    /**
     * Sets no CPU time limit.
     *
     * @return this builder
     */
    public Builder unlimitedCpuTime() {
      return cpuTime(UNLIMITED);
    }

    /**
     * Sets the wall time limit.
     *
     * @param wallTime positive, {@link #UNLIMITED} for none
     * @return this
     */
    public Builder wallTime(Duration wallTime) {
      this.wallTime = positive("wallTime", wallTime);
      return this;
    }

    /**
     * Sets no wall time limit.
     *
     * @return this builder
     */
    public Builder unlimitedWallTime() {
      return wallTime(UNLIMITED);
    }

    /**
     * Sets the limit of processes and threads.
     *
     * @param tasks 1 to 4 194 304 (the kernel's PID_MAX_LIMIT)
     * @return this
     */
    public Builder tasks(long tasks) {
      if (tasks < 1 || tasks > 4_194_304) {
        throw new IllegalArgumentException("tasks is 1 to 4194304, not " + tasks);
      }
      this.tasks = tasks;
      return this;
    }

    /**
     * Sets no limit of processes and threads.
     *
     * @return this builder
     */
    public Builder unlimitedTasks() {
      this.tasks = UNLIMITED_COUNT;
      return this;
    }

    /**
     * Sets the output limit.
     *
     * @param output bytes on stdout and stderr together
     * @return this
     */
    public Builder output(Size output) {
      this.output = Objects.requireNonNull(output, "output");
      return this;
    }

    /**
     * Sets no output limit.
     *
     * @return this builder
     */
    public Builder unlimitedOutput() {
      return output(Size.UNLIMITED);
    }

    /**
     * Sets the size of the private file system.
     *
     * @param disk at least 4096 bytes
     * @return this
     */
    public Builder disk(Size disk) {
      if (disk.bytes() < 4096) {
        throw new IllegalArgumentException("disk is at least 4 KiB, not " + disk);
      }
      this.disk = disk;
      return this;
    }

    /**
     * Sets no size of the private file system but the memory limit.
     *
     * @return this builder
     */
    public Builder unlimitedDisk() {
      return disk(Size.UNLIMITED);
    }

    /**
     * Sets the number of inodes of the private file system.
     *
     * @param inodes at least 16
     * @return this
     */
    public Builder inodes(long inodes) {
      if (inodes < 16) {
        throw new IllegalArgumentException("inodes is at least 16, not " + inodes);
      }
      this.inodes = inodes;
      return this;
    }

    /**
     * Sets no number of inodes but what the memory limit allows.
     *
     * @return this
     */
    public Builder unlimitedInodes() {
      this.inodes = UNLIMITED_COUNT;
      return this;
    }

    /**
     * Sets the soft limit of a stack.
     *
     * @param stack at least 64 KiB
     * @return this
     */
    public Builder stack(Size stack) {
      if (stack.compareTo(Size.kib(64)) < 0) {
        throw new IllegalArgumentException("stack is at least 64 KiB, not " + stack);
      }
      this.stack = stack;
      return this;
    }

    /**
     * Sets no limit of a stack.
     *
     * @return this builder
     */
    public Builder unlimitedStack() {
      return stack(Size.UNLIMITED);
    }

    /**
     * Sets the number of open descriptors of a process.
     *
     * @param openFiles 8 to 1 048 576
     * @return this
     */
    public Builder openFiles(int openFiles) {
      if (openFiles < 8 || openFiles > MOST_FILES) {
        throw new IllegalArgumentException(
            "openFiles is 8 to " + MOST_FILES + ", not " + openFiles);
      }
      this.openFiles = openFiles;
      return this;
    }

    /**
     * Sets as many open descriptors as a kernel allows by default: 1 048 576, fs.nr_open.
     *
     * @return this
     */
    public Builder unlimitedOpenFiles() {
      return openFiles(MOST_FILES);
    }

    /**
     * Sets the size of one file.
     *
     * @param fileSize the size
     * @return this
     */
    public Builder fileSize(Size fileSize) {
      this.fileSize = Objects.requireNonNull(fileSize, "fileSize");
      return this;
    }

    /**
     * Sets no size of one file but the disk.
     *
     * @return this builder
     */
    public Builder unlimitedFileSize() {
      return fileSize(Size.UNLIMITED);
    }

    /**
     * Sets how much memory a process may lock.
     *
     * @param locked the size
     * @return this
     */
    public Builder locked(Size locked) {
      this.locked = Objects.requireNonNull(locked, "locked");
      return this;
    }

    /**
     * Sets no limit of locked memory but the memory limit.
     *
     * @return this
     */
    public Builder unlimitedLocked() {
      return locked(Size.UNLIMITED);
    }

    /**
     * Sets a CPU quota.
     *
     * @param cpus CPUs' worth of time, 0.01 or more
     * @return this
     */
    public Builder cpus(double cpus) {
      if (!(cpus >= 0.01)) {
        throw new IllegalArgumentException("cpus is 0.01 or more, not " + cpus);
      }
      this.cpus = cpus;
      return this;
    }

    /**
     * Sets no CPU quota.
     *
     * @return this
     */
    public Builder unlimitedCpus() {
      return cpus(Double.POSITIVE_INFINITY);
    }

    /**
     * Sets the share of CPU time among siblings.
     *
     * @param cpuWeight 1 to 10 000
     * @return this
     */
    public Builder cpuWeight(int cpuWeight) {
      if (cpuWeight < 1 || cpuWeight > 10_000) {
        throw new IllegalArgumentException("cpuWeight is 1 to 10000, not " + cpuWeight);
      }
      this.cpuWeight = cpuWeight;
      return this;
    }

    /**
     * Binds the run to CPUs.
     *
     * @param cores numbers of CPUs, 0 to 8191; none means all of them
     * @return this
     */
    public Builder pinnedCores(int... cores) {
      var sorted = new TreeSet<Integer>();
      for (int core : cores) {
        if (core < 0 || core > 8191) {
          throw new IllegalArgumentException("a CPU is 0 to 8191, not " + core);
        }
        sorted.add(core);
      }
      this.pinnedCores = List.copyOf(sorted);
      return this;
    }

    /**
     * Sets how long the run may use no CPU.
     *
     * @param idleTime positive, {@link #UNLIMITED} for no bound
     * @return this
     */
    public Builder idleTime(Duration idleTime) {
      this.idleTime = positive("idleTime", idleTime);
      return this;
    }

    /**
     * Sets no bound on idling.
     *
     * @return this
     */
    public Builder unlimitedIdleTime() {
      return idleTime(UNLIMITED);
    }

    /** {@return the limits} */
    public Limits build() {
      return new Limits(this);
    }

    private static Duration positive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + " is positive, not " + value);
      }
      if (value.compareTo(UNLIMITED) > 0) {
        throw new IllegalArgumentException(
            name + " " + value + " is above 292 years; use UNLIMITED");
      }
      return value;
    }
  }
}
