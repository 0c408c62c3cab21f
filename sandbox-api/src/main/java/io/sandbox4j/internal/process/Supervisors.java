/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.SandboxSetupException;
import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.spi.OwnFilters;
import java.lang.ref.Cleaner;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The one shim and the one event loop of this class loader. They start with the first sandbox, end
 * some seconds after the last, and a dead shim is replaced at the next start.
 */
final class Supervisors {
  /** How long the shim and the loop outlive the last sandbox, in milliseconds. */
  private static final long IDLE_MILLIS = Long.getLong("io.sandbox4j.idleMillis", 3000);

  /** The shim's own descriptors are above 255; each run takes some twenty of them. */
  private static final int LEAST_FILES = 512;

  // The only static state of the engine: "one per class loader" is a class's static field.
  private static final Supervisors INSTANCE = new Supervisors();

  private @Nullable EventLoop loop;
  private @Nullable Supervisor supervisor;
  private @Nullable Cleaner cleaner;
  private int users;
  private long generation;

  private Supervisors() {}

  static Supervisors instance() {
    return INSTANCE;
  }

  /** A sandbox begins to need them. */
  synchronized void acquire() {
    users++;
    generation++;
  }

  /** A sandbox is closed. */
  synchronized void release() {
    users--;
    if (users == 0) {
      long now = ++generation;
      Thread.startVirtualThread(() -> endIfIdle(now));
    }
  }

  private void endIfIdle(long when) {
    try {
      Thread.sleep(IDLE_MILLIS);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      return;
    }
    synchronized (this) {
      if (generation != when) {
        return;
      }
      if (supervisor != null) {
        supervisor.close();
        supervisor = null;
      }
      if (loop != null) {
        loop.close();
        loop = null;
      }
      cleaner = null; // its thread ends with the last result that it watches
    }
  }

  /** Frees what forgotten results hold. */
  synchronized Cleaner cleaner() {
    if (cleaner == null) {
      cleaner = Cleaner.create();
    }
    return cleaner;
  }

  /** The living shim; a new one if there is none. */
  synchronized Supervisor current() {
    if (supervisor == null || !supervisor.isAlive()) {
      long files = HostFactsReader.mostFiles();
      if (files < LEAST_FILES) {
        throw new SandboxSetupException(
            "JVM",
            "start the shim",
            "setrlimit(RLIMIT_NOFILE, " + LEAST_FILES + ")",
            Errno.name(Errno.EMFILE),
            Errno.EMFILE,
            "The hard limit of open files is "
                + files
                + " here: raise it to "
                + LEAST_FILES
                + " or more (ulimit -Hn).");
      }
      if (loop == null) {
        loop = new EventLoop();
      }
      OwnFilters filters = ownFilters();
      byte[] filter = filters == null ? new byte[0] : filters.shim(Arch.current().kernelName());
      supervisor =
          Supervisor.start(
              loop,
              BootPlan.of(
                  filter, files, HostFactsReader.coreLimit(), HostFactsReader.oomScoreAdj()));
    }
    return supervisor;
  }

  /** The filters of our own processes, if the module that has them is here. */
  static @Nullable OwnFilters ownFilters() {
    return ServiceLoader.load(OwnFilters.class, Supervisors.class.getClassLoader())
        .findFirst()
        .orElse(null);
  }
}
