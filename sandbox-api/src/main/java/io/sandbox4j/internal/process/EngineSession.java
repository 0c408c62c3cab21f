/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Command;
import io.sandbox4j.GuestPath;
import io.sandbox4j.Limits;
import io.sandbox4j.OutFile;
import io.sandbox4j.Outcome;
import io.sandbox4j.Output;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Session;
import io.sandbox4j.SessionOptions;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.DirectoryListing;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.LinuxException;
import io.sandbox4j.internal.linux.OpenFlags;
import io.sandbox4j.spi.FileView;
import io.sandbox4j.spi.RunSpec;
import io.sandbox4j.spi.Unshared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One init with its namespaces, in which commands run one after the other or together. */
final class EngineSession implements Session {
  private static final long CLOSE_SECONDS = 5;
  private static final int MOST_NAMES = 1 << 20;

  private final PreparedProcess sandbox;
  private final Run run;
  private final Descriptor disk;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EngineSession(PreparedProcess sandbox, Run run, Descriptor disk) {
    this.sandbox = sandbox;
    this.run = run;
    this.disk = disk;
  }

  static EngineSession open(PreparedProcess sandbox, SessionOptions options, Supervisor supervisor)
      throws InterruptedException {
    Limits limits = sandbox.ceilings().check(options.limitsUnder(sandbox.spec().limits()));
    RunSpec spec =
        new RunSpec(
            RunSpec.Kind.SESSION,
            PreparedProcess.name(supervisor),
            sandbox.specWith(options),
            null,
            limits,
            sandbox.host(),
            null);
    Run run;
    try {
      run = new Run(spec, sandbox.plan(spec), supervisor);
      sandbox.track(run);
    } catch (RuntimeException failure) {
      spec.abandon();
      throw sandbox.orClosed(failure);
    }
    long flags = spec.noted(Unshared.class).map(Unshared::flags).orElse(0L);
    spec.note(new LaunchSkeleton.SessionSlots(run.plan().slots(), flags | run.cloneFlags()));
    run.launch(0, new Run.Owner() {});
    run.awaitStarted();
    Descriptor disk = run.received("disk.received");
    if (disk == null) {
      run.kill(Cause.of(Outcome.Killer.CLOSE));
      throw new SandboxException("the session came without its private file system");
    }
    return new EngineSession(sandbox, run, disk);
  }

  Run run() {
    return run;
  }

  @Override
  public SandboxResult run(Command command) throws InterruptedException {
    Command captured = command;
    if (command.stdout().isEmpty()) {
      captured = captured.stdout(Output.capture(Size.mib(8)));
    }
    if (command.stderr().isEmpty()) {
      captured = captured.stderr(Output.capture(Size.mib(8)));
    }
    Supervisors.instance().acquire(); // the session may be closed meanwhile
    try {
      RunningCommand.refuseInterrupted();
      return launch(captured).awaitEnd();
    } finally {
      Supervisors.instance().release();
    }
  }

  @Override
  public SandboxProcess start(Command command) throws InterruptedException {
    Supervisors.instance().acquire();
    try {
      RunningCommand.refuseInterrupted();
      RunningCommand process = launch(command);
      process.awaitStarted();
      return process;
    } finally {
      Supervisors.instance().release();
    }
  }

  private RunningCommand launch(Command command) {
    requireOpen();
    if (!command.binds().isEmpty()) {
      throw new IllegalArgumentException(
          "a command of a session has no binds; give them to open(o -> o.bind(...)): "
              + command.binds());
    }
    Limits limits = sandbox.ceilings().check(command.limitsUnder(run.spec().limits()));
    RunSpec spec =
        new RunSpec(
            RunSpec.Kind.IN_SESSION,
            PreparedProcess.name(run.supervisor()),
            run.spec().sandbox(),
            command,
            limits,
            sandbox.host(),
            run.spec());
    try {
      return sandbox.launch(run.supervisor(), spec, command, sandbox.afterwards(disk), run.id());
    } catch (LinuxException failure) {
      throw FailureText.ofTheJvm(failure);
    }
  }

  private void requireOpen() {
    if (closed.get() || run.ended().isDone()) {
      throw new IllegalStateException("the session is closed");
    }
  }

  @Override
  public void copyIn(String path, Source source) throws InterruptedException {
    requireOpen();
    // The file is made by a process that stands inside, under the sandbox's own ids: a link that a
    // command left can lead it nowhere but to the sandbox's own files.
    try (SandboxResult result = run(Command.of("/bin/true").copyIn(path, source))) {
      result.orThrow();
    }
  }

  @Override
  public List<Path> copyOut(String pattern, Path target, Size max) {
    requireOpen();
    int slash = pattern.lastIndexOf('/');
    String directory = slash < 0 ? "." : pattern.substring(0, slash + 1);
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + pattern.substring(slash + 1));
    GuestPath from = GuestPath.fromWork(directory);
    try {
      Files.createDirectories(target);
      return copyOut(from, matcher, target, max);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot copy " + pattern + " to " + target, failure);
    }
  }

  /** A name that this JVM's locale cannot express is nobody's pattern: a program may choose any. */
  private static boolean matches(PathMatcher matcher, String name) {
    try {
      return matcher.matches(Path.of(name));
    } catch (InvalidPathException inexpressible) {
      return false;
    }
  }

  private List<Path> copyOut(GuestPath from, PathMatcher matcher, Path target, Size max)
      throws IOException {
    List<Path> written = new ArrayList<>();
    long left = max.bytes();
    ResultFiles room = new ResultFiles(Size.UNLIMITED); // one at a time, and written at once
    Place place = place(from);
    if (place == null) {
      throw new IllegalArgumentException(
          from + " is neither on the private file system nor in a writable bind");
    }
    try (place) {
      for (String name : place.names()) {
        if (!matches(matcher, name)) {
          continue;
        }
        GuestPath path = GuestPath.absolute(from.text() + "/" + name);
        try (CollectedFile file =
            CollectedFile.take(
                path, place.base(), place.inside() + "/" + name, Size.bytes(left), room)) {
          if (file.status() == OutFile.Status.TOO_LARGE) {
            throw new SandboxException( // the program's doing, not the caller's
                "the files of " + from + " have more than " + max + " together");
          }
          if (file.status() == OutFile.Status.PRESENT) {
            left -= file.size();
            Path to = target.resolve(name);
            file.copyTo(to);
            written.add(to);
          }
        }
      }
    }
    return written;
  }

  /** A directory of the sandbox as seen from outside: a descriptor of its mount, a path below. */
  private record Place(Descriptor base, String inside, boolean own) implements AutoCloseable {
    /** A program made the way to the directory, so no link on it counts, nor another mount. */
    List<String> names() throws IOException {
      long opened =
          io.sandbox4j.internal.linux.Files.host()
              .openat2(
                  base.number(), inside, OpenFlags.O_DIRECTORY, 0, GuestFiles.BELOW_WITHOUT_LINKS);
      if (opened < 0) {
        throw new IOException(inside + ": " + Errno.name((int) -opened));
      }
      try (Descriptor directory = new Descriptor((int) opened)) {
        return DirectoryListing.of(Kernel.host(), directory, MOST_NAMES).stream()
            .map(DirectoryListing.Entry::name)
            .sorted()
            .toList();
      }
    }

    @Override
    public void close() {
      if (own) {
        base.close();
      }
    }
  }

  private @Nullable Place place(GuestPath directory) {
    Optional<String> onDisk = GuestFiles.onDisk(directory);
    if (onDisk.isPresent() && views().stream().noneMatch(v -> v.at().contains(directory))) {
      return new Place(disk, onDisk.get(), false);
    }
    for (FileView view : views()) {
      if (view instanceof FileView.BindWritable(Path host, GuestPath at, var _)
          && at.contains(directory)) {
        String below = directory.text().substring(at.text().length());
        return new Place(
            HostDirectory.open(host), below.isEmpty() ? "." : below.substring(1), true);
      }
    }
    return null;
  }

  private List<FileView> views() {
    return run.spec().sandbox().views();
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    run.kill(Cause.of(Outcome.Killer.CLOSE));
    try {
      run.gone().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      org.slf4j.LoggerFactory.getLogger(EngineSession.class)
          .atDebug()
          .log("a session outlived its close");
    } finally {
      disk.close();
    }
  }
}
