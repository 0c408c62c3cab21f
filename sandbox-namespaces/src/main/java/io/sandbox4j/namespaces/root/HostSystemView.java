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
  private static final List<String> JDK_FOLDERS = List.of("", "conf", "lib", "jre/lib");

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
    for (Path folder : foldersWithLinks(host.resolve("usr/lib"))) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          if (Files.isSymbolicLink(file)) {
            addLinked(names, Files.readSymbolicLink(file));
          }
        }
      }
    }
    return names;
  }

  /** Two names deep or more: a link to a file of /etc itself would show all of /etc. */
  private static void addLinked(Set<String> names, Path target) {
    if (target.startsWith("/etc") && target.getNameCount() > 2 && !target.startsWith("/etc/ssl")) {
      names.add(target.getName(1).toString());
    }
  }

  /**
   * Where packages put such links; a whole JDK has a thousand files, and each launch of a new JVM
   * would wait for them.
   */
  private static List<Path> foldersWithLinks(Path lib) throws IOException {
    List<Path> folders = new ArrayList<>();
    if (Files.isDirectory(lib)) {
      try (DirectoryStream<Path> pythons = Files.newDirectoryStream(lib, "python3*")) {
        pythons.forEach(folders::add);
      }
    }
    Path jvm = lib.resolve("jvm");
    if (Files.isDirectory(jvm)) {
      try (DirectoryStream<Path> homes = Files.newDirectoryStream(jvm)) {
        for (Path home : homes) {
          JDK_FOLDERS.forEach(name -> folders.add(home.resolve(name)));
        }
      }
    }
    folders.removeIf(folder -> !Files.isDirectory(folder));
    return folders;
  }
}
