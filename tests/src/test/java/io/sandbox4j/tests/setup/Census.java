/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM has on the host because of its sandboxes: processes, cgroups, mounts, descriptors.
 * What other JVMs have is not counted.
 *
 * @param processes descendants of this JVM
 * @param cgroups cgroups of this JVM's shims, also of those that are gone
 * @param mounts lines of /proc/self/mountinfo
 * @param descriptors open pipes, sockets, memfds, cgroup and proc files; class loading opens others
 */
public record Census(
    Set<String> processes, Set<String> cgroups, Set<String> mounts, int descriptors) {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final Set<Long> SHIMS = ConcurrentHashMap.newKeySet();
  private static final Pattern NAME = Pattern.compile("sandbox4j-[0-9a-f]{8}-\\d+-(\\d+)-(\\d+).*");

  static {
    // The JDK keeps one descriptor from the first channel that is closed on (its pre-close socket).
    try {
      ServerSocketChannel.open(StandardProtocolFamily.UNIX).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts now. */
  public static Census take() {
    try {
      Set<String> mounts = new TreeSet<>(Files.readAllLines(Path.of("/proc/self/mountinfo")));
      return new Census(children(), cgroupNames(), mounts, openDescriptors());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until nothing is there that was not there before.
   *
   * @param most how long
   * @throws AssertionError naming what stayed
   */
  public void awaitEqual(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    String left = leftNow();
    while (!left.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(10);
      left = leftNow();
    }
    if (!left.isEmpty()) {
      throw new AssertionError("after " + most + " this is left behind: " + left + details());
    }
  }

  /** What the kernel says of each process that is there and was not before. */
  private String details() {
    Set<String> more = children();
    more.removeAll(processes);
    StringBuilder said = new StringBuilder();
    for (String process : more) {
      Path proc = Path.of("/proc", process.substring(0, process.indexOf(' ')));
      said.append("\n").append(process).append(':');
      for (String file : new String[] {"status", "wchan", "syscall", "stack", "cgroup"}) {
        try {
          said.append("\n").append(Files.readString(proc.resolve(file)));
        } catch (IOException gone) {
          said.append("\n").append(gone);
        }
      }
      for (String link : new String[] {"fd", "ns"}) {
        try (var all = Files.newDirectoryStream(proc.resolve(link))) {
          for (Path each : all) {
            said.append("\n").append(each).append(" -> ").append(Files.readSymbolicLink(each));
          }
        } catch (IOException gone) {
          said.append("\n").append(gone);
        }
      }
    }
    return said.toString();
  }

  private String leftNow() {
    Census now = take();
    StringBuilder left = new StringBuilder();
    describe(left, "processes", processes, now.processes);
    describe(left, "cgroups", cgroups, now.cgroups);
    describe(left, "mounts", mounts, now.mounts);
    if (now.descriptors > descriptors) {
      left.append("descriptors ").append(descriptors).append(" -> ").append(now.descriptors);
    }
    return left.toString();
  }

  private static void describe(StringBuilder to, String what, Set<String> then, Set<String> now) {
    Set<String> more = new TreeSet<>(now);
    more.removeAll(then);
    if (!more.isEmpty()) {
      to.append(what).append(' ').append(more).append(' ');
    }
  }

  private static Set<String> children() {
    rememberShims();
    return answerableFor()
        .filter(p -> p.pid() != ProcessHandle.current().pid())
        .map(p -> p.pid() + " " + command(p.pid()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String command(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm")).trim();
    } catch (IOException gone) {
      return "gone";
    }
  }

  /** The cgroups named by the library, under every hierarchy. */
  public static Set<String> cgroupNames() {
    Set<String> found = new TreeSet<>();
    try {
      Files.walkFileTree(
          CGROUPS,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
              if (isOurs(at.getFileName().toString())) {
                found.add(at.toString());
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException vanished) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path at, @Nullable IOException vanished) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** Remembers this JVM's shims, whose cgroups count also when they are gone. */
  public static void rememberShims() {
    answerableFor().forEach(child -> SHIMS.add(child.pid()));
  }

  /** A nanny inherits what outlives the JVM's shims. */
  private static Stream<ProcessHandle> answerableFor() {
    ProcessHandle self = ProcessHandle.current();
    return (Boolean.getBoolean(OwnJvm.NANNY) ? self.parent().orElse(self) : self).descendants();
  }

  /** Other JVMs' cgroups come and go. */
  private static boolean isOurs(String name) {
    Matcher match = NAME.matcher(name);
    return match.matches() && SHIMS.contains(Long.parseLong(match.group(1)));
  }

  private static int openDescriptors() throws IOException {
    int count = 0;
    try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : open) {
        if (isCounted(descriptor)) {
          count++;
        }
      }
    }
    return count;
  }

  private static boolean isCounted(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("pipe:")
          || target.startsWith("socket:")
          || target.startsWith("anon_inode:")
          || target.startsWith("/memfd:")
          || target.startsWith("/proc/")
          || target.contains("cgroup");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
