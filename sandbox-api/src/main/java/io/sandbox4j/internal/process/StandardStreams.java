/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.CapturedOutput;
import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.Output;
import io.sandbox4j.Size;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Memfd;
import io.sandbox4j.internal.linux.Pipe;
import io.sandbox4j.spi.PassedDescriptor;
import io.sandbox4j.spi.RunSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The three standard streams of one run. The program's ends are always our own pipes or sealed
 * memory: with a descriptor of a host file it could reopen the file for writing through /proc (P47
 * of the threat model).
 */
final class StandardStreams {
  private static final int MOST_IN_MEMORY = 1 << 20;

  private final EventLoop loop;
  private final OutputBudget budget;
  private final List<Runnable> begin = new ArrayList<>();
  private final List<CompletableFuture<Void>> pumps = new ArrayList<>();
  private @Nullable InputChannel stdin;
  private @Nullable OutputChannel stdout;
  private @Nullable OutputChannel stderr;
  private final List<InheritedInput> inherited = new ArrayList<>();
  private final List<OutputStream> targets = new ArrayList<>();
  private @Nullable AtomicLong stdoutDelivered;
  private @Nullable AtomicLong stderrDelivered;
  private boolean readsStdout;
  private boolean readsStderr;
  private boolean writesStdin;
  private boolean abandoned; // of the loop

  private StandardStreams(EventLoop loop, OutputBudget budget) {
    this.loop = loop;
    this.budget = budget;
  }

  /** Makes the streams and passes the program's ends along with the run. */
  static StandardStreams open(EventLoop loop, OutputBudget budget, RunSpec run, Command command) {
    StandardStreams streams = new StandardStreams(loop, budget);
    try {
      run.pass("stdin", streams.input(command.stdin()));
      Output out = command.stdout().orElse(Output.pipe());
      Output err = command.stderr().orElse(Output.capture(Size.mib(1)));
      run.pass("stdout", streams.output(out, true));
      run.pass(
          "stderr", err instanceof Output.ToStdout ? duplicate(run) : streams.output(err, false));
      return streams;
    } catch (RuntimeException failure) {
      run.passed().values().forEach(PassedDescriptor::close);
      streams.abandon();
      throw failure;
    }
  }

  private static Descriptor duplicate(RunSpec run) {
    PassedDescriptor stdout = java.util.Objects.requireNonNull(run.passed().get("stdout"));
    return Descriptor.duplicate(stdout.number());
  }

  private Descriptor input(Input input) {
    return switch (input) {
      case Input.Empty _ -> {
        Pipe pipe = Pipe.open();
        pipe.writeEnd().close();
        yield pipe.readEnd();
      }
      case Input.Piped _ -> {
        writesStdin = true;
        yield pumped(null);
      }
      case Input.Bytes bytes -> bytes(bytes.content());
      case Input.HostFile(Path path) -> file(path);
      case Input.Stream stream -> pumped(stream.take());
      case Input.Inherited _ -> {
        InheritedInput from = new InheritedInput(loop);
        inherited.add(from);
        yield pumped(from);
      }
    };
  }

  private Descriptor bytes(byte[] content) {
    return content.length <= MOST_IN_MEMORY
        ? Memfd.data("stdin", content)
        : pumped(new java.io.ByteArrayInputStream(content));
  }

  private Descriptor file(Path path) {
    try {
      if (!Files.exists(path)) {
        throw new IllegalArgumentException("Input.file " + path + " does not exist");
      }
      if (!Files.isRegularFile(path)) { // opening a FIFO would wait for its writer
        throw new IllegalArgumentException(
            "Input.file " + path + " is no regular file; give others as Input.stream");
      }
      return Files.size(path) <= MOST_IN_MEMORY
          ? Memfd.data("stdin", Files.readAllBytes(path))
          : pumped(Files.newInputStream(path));
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "Input.file " + path + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private Descriptor pumped(@Nullable InputStream from) {
    Pipe pipe = Pipe.open();
    Pipe.nonBlocking(pipe.writeEnd());
    InputChannel channel = new InputChannel(loop, pipe.writeEnd());
    stdin = channel;
    if (from != null) {
      begin.add(() -> Pumps.input(from, channel));
    }
    return pipe.readEnd();
  }

  private Descriptor output(Output output, boolean isStdout) {
    Pipe pipe = Pipe.open();
    try {
      Pipe.nonBlocking(pipe.readEnd());
      OutputChannel channel = channel(output, isStdout, pipe);
      if (isStdout) {
        stdout = channel;
      } else {
        stderr = channel;
      }
      return pipe.writeEnd();
    } catch (RuntimeException failure) {
      pipe.readEnd().close();
      pipe.writeEnd().close();
      throw failure;
    }
  }

  private OutputChannel channel(Output output, boolean isStdout, Pipe pipe) {
    return switch (output) {
      case Output.Captured(Size max) ->
          OutputChannel.keeping(loop, pipe.readEnd(), budget, max.bytes());
      case Output.Discarded _ -> OutputChannel.keeping(loop, pipe.readEnd(), budget, 0);
      case Output.Piped _ -> {
        readsStdout |= isStdout;
        readsStderr |= !isStdout;
        yield OutputChannel.buffered(loop, pipe.readEnd(), budget);
      }
      case Output.Lines(var consumer) -> {
        OutputChannel lines = OutputChannel.buffered(loop, pipe.readEnd(), budget);
        AtomicLong delivered = delivered(isStdout);
        begin.add(() -> pumps.add(Pumps.lines(reader(lines), consumer, delivered)));
        yield lines;
      }
      case Output.ToFile(Path path, Size max) ->
          toStream(pipe, create(path), max.bytes(), delivered(isStdout));
      case Output.Inherited _ ->
          toStream(
              pipe,
              new InheritedOutput(loop, isStdout ? 1 : 2),
              Long.MAX_VALUE,
              delivered(isStdout));
      case Output.ToStdout _ -> throw new IllegalArgumentException("stdout cannot go to stdout");
    };
  }

  private OutputChannel toStream(Pipe pipe, OutputStream target, long max, AtomicLong delivered) {
    OutputChannel channel = OutputChannel.buffered(loop, pipe.readEnd(), budget);
    targets.add(target);
    begin.add(() -> pumps.add(Pumps.output(reader(channel), target, max, delivered)));
    return channel;
  }

  /** Counts what a target other than memory has taken. */
  private AtomicLong delivered(boolean isStdout) {
    AtomicLong bytes = new AtomicLong();
    if (isStdout) {
      stdoutDelivered = bytes;
    } else {
      stderrDelivered = bytes;
    }
    return bytes;
  }

  private static OutputStream create(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) { // opening a FIFO waits for its reader
      throw new IllegalArgumentException(
          "Output.file " + path + " is there and no regular file; nothing else is written to");
    }
    try {
      return Files.newOutputStream(path);
    } catch (IOException unwritable) {
      throw new IllegalArgumentException(
          "Output.file " + path + " cannot be written: " + unwritable.getMessage(), unwritable);
    }
  }

  private static InputStream reader(OutputChannel channel) {
    return java.util.Objects.requireNonNull(channel.buffer());
  }

  /** The program runs, on the loop: begin to read and to pump. */
  void begin() {
    if (abandoned) {
      return; // who started it was interrupted
    }
    if (stdout != null) {
      stdout.open();
    }
    if (stderr != null) {
      stderr.open();
    }
    begin.forEach(Runnable::run);
  }

  /** Every process is dead; on the loop. What is in the pipes is taken, waiting writers go on. */
  CompletableFuture<Void> runEnded() {
    List<CompletableFuture<?>> wait = new ArrayList<>(pumps);
    inherited.forEach(InheritedInput::close);
    if (stdin != null) {
      stdin.runEnded();
    }
    if (stdout != null) {
      stdout.runEnded();
      if (!readsStdout) {
        wait.add(stdout.done());
      }
    }
    if (stderr != null) {
      stderr.runEnded();
      if (!readsStderr) {
        wait.add(stderr.done());
      }
    }
    return CompletableFuture.allOf(wait.toArray(CompletableFuture[]::new));
  }

  /** The launch failed or the handle is closed. */
  void abandon() {
    inherited.forEach(InheritedInput::close);
    targets.forEach(StandardStreams::close);
    loop.execute(() -> {
      abandoned = true;
      if (stdin != null) {
        stdin.runEnded();
      }
      if (stdout != null) {
        stdout.abandon();
      }
      if (stderr != null) {
        stderr.abandon();
      }
    });
  }

  /** Nobody will read what was left for a reader. */
  void abandonReaders() {
    if (!readsStdout && !readsStderr) {
      return;
    }
    loop.execute(() -> {
      if (stdout != null && readsStdout) {
        stdout.abandon();
      }
      if (stderr != null && readsStderr) {
        stderr.abandon();
      }
    });
  }

  CapturedOutput stdoutKept() {
    return kept(stdout, readsStdout, stdoutDelivered);
  }

  CapturedOutput stderrKept() {
    return kept(stderr, readsStderr, stderrDelivered);
  }

  private static CapturedOutput kept(
      @Nullable OutputChannel channel, boolean read, @Nullable AtomicLong delivered) {
    if (channel == null || read) {
      return CapturedOutput.NONE;
    }
    CapturedOutput kept = channel.done().getNow(CapturedOutput.NONE);
    return delivered == null
        ? kept
        : new CapturedOutput(kept.content(), delivered.get(), kept.total());
  }

  OutputStream stdin() {
    if (stdin == null || !writesStdin) {
      throw new IllegalStateException("stdin is no pipe; ask for it with stdin(Input.pipe())");
    }
    return stdin;
  }

  InputStream stdout() {
    return piped(stdout, readsStdout, "stdout");
  }

  InputStream stderr() {
    return piped(stderr, readsStderr, "stderr");
  }

  private static InputStream piped(@Nullable OutputChannel channel, boolean read, String name) {
    if (channel == null || !read) {
      throw new IllegalStateException(
          name + " is no pipe; ask for it with " + name + "(Output.pipe())");
    }
    return reader(channel);
  }

  private static void close(OutputStream target) {
    try {
      target.close();
    } catch (IOException broken) {
      // Nobody wrote to it: the run never began.
    }
  }
}
