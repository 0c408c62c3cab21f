/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The host's programs and libraries, and of its configuration only what ordinary programs need to
 * start: a program must not learn host names, users or keys from /etc.
 */
final class HostSystemView {
  private static final List<String> DIRECTORIES =
      List.of(
          "alternatives",
          "ssl/certs",
          "pki/tls/certs",
          "pki/ca-trust",
          "pki/java",
          "ca-certificates",
          "perl");
  private static final List<String> FILES = List.of("ld.so.cache");
  private static final int LIBRARY_DEPTH = 8;

  private final Path host;

  /**
   * The view of a host.
   *
   * @param host its root directory
   */
  HostSystemView(Path host) {
    this.host = host;
  }

  /** What is shown. */
  List<RootEntry> entries() {
    List<RootEntry> entries = new ArrayList<>();
    try {
      trees(entries);
      configuration(entries);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot look at the host's system directories", unreadable);
    }
    return entries;
  }

  private void trees(List<RootEntry> entries) throws IOException {
    try (DirectoryStream<Path> top =
        Files.newDirectoryStream(host, "{usr,bin,sbin,lib,lib32,lib64,libx32}")) {
      for (Path path : sorted(top)) {
        String name = path.getFileName().toString();
        if (Files.isSymbolicLink(path)) {
          entries.add(new RootEntry.Link(name, Files.readSymbolicLink(path).toString()));
        } else if (Files.isDirectory(path)) {
          entries.add(new RootEntry.Bind(name, path, true));
        }
      }
    }
  }

  private static List<Path> sorted(DirectoryStream<Path> paths) {
    List<Path> list = new ArrayList<>();
    paths.forEach(list::add);
    list.sort(null);
    return list;
  }

  private void configuration(List<RootEntry> entries) throws IOException {
    Path etc = host.resolve("etc");
    Set<String> directories = new TreeSet<>(DIRECTORIES);
    directories.addAll(linkedFromUsr());
    for (String name : directories) {
      if (Files.isDirectory(etc.resolve(name))) {
        entries.add(new RootEntry.Bind("etc/" + name, etc.resolve(name), true));
      }
    }
    for (String name : FILES) {
      if (Files.isRegularFile(etc.resolve(name))) {
        entries.add(new RootEntry.Bind("etc/" + name, etc.resolve(name), false));
      }
    }
    Path localtime = etc.resolve("localtime");
    if (Files.isSymbolicLink(localtime)) {
      entries.add(
          new RootEntry.Link("etc/localtime", Files.readSymbolicLink(localtime).toString()));
    } else if (Files.isRegularFile(localtime)) {
      entries.add(new RootEntry.Bind("etc/localtime", localtime, false));
    }
    String libraries = libraries(etc);
    if (!libraries.isEmpty()) {
      entries.add(new RootEntry.Text("etc/ld.so.conf", libraries));
    }
  }

  /** The linker reads this file; its includes are put into it, one file instead of many. */
  private static String libraries(Path etc) throws IOException {
    StringBuilder out = new StringBuilder();
    List<Path> files = new ArrayList<>(List.of(etc.resolve("ld.so.conf")));
    if (Files.isDirectory(etc.resolve("ld.so.conf.d"))) {
      try (DirectoryStream<Path> more =
          Files.newDirectoryStream(etc.resolve("ld.so.conf.d"), "*.conf")) {
        files.addAll(sorted(more));
      }
    }
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        continue;
      }
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("/")) {
          out.append(line.strip()).append('\n');
        }
      }
    }
    return out.toString();
  }

  /** Directories of /etc that files of language runtimes below /usr/lib link to, as Debian's do. */
  private Set<String> linkedFromUsr() throws IOException {
    Set<String> names = new TreeSet<>();
    Path lib = host.resolve("usr/lib");
    if (!Files.isDirectory(lib)) {
      return names;
    }
    try (DirectoryStream<Path> runtimes = Files.newDirectoryStream(lib, "{jvm,python3*}")) {
      for (Path runtime : runtimes) {
        try (Stream<Path> all = Files.find(runtime, depth(runtime), (_, a) -> a.isSymbolicLink())) {
          for (Path link : all.toList()) {
            Path target = Files.readSymbolicLink(link);
            // Two names deep or more: a link to a file of /etc itself would show all of /etc.
            if (target.startsWith("/etc")
                && target.getNameCount() > 2
                && !target.startsWith("/etc/ssl")) {
              names.add(target.getName(1).toString());
            }
          }
        }
      }
    }
    return names;
  }

  /** A Python library is large, and its links are at its top. */
  private static int depth(Path runtime) {
    return runtime.getFileName().toString().equals("jvm") ? LIBRARY_DEPTH : 1;
  }
}
