/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the command {@code sandbox}: {@code java WriteLauncher.java TARGET JAR MAIN-CLASS}. The command
 * is a shell script beside the jars in TARGET that runs them on the JDK this program runs on, with an
 * archive of loaded classes, so that it starts in a fraction of a second.
 *
 * <p>The archive is recorded by starting the command once. Whether this host lets it build a sandbox
 * makes no difference to the classes it loads first, so that run may fail.
 */
final class WriteLauncher {
  /** What a short-lived JVM needs no more than. */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "--enable-native-access=ALL-UNNAMED");

  private static final List<List<String>> TRAINING =
      List.of(List.of("run", "--", "/bin/true"));

  private WriteLauncher() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path target = Path.of(args[0]).toAbsolutePath();
    String mainClass = args[2];
    List<Path> jars = new ArrayList<>();
    jars.add(Path.of(args[1]));
    try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
      libraries.sorted().map(target::relativize).forEach(jars::add);
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path archive = target.resolve("sandbox.aot");
    Files.deleteIfExists(archive);
    for (List<String> arguments : TRAINING) {
      record(java, classPath(target.toString(), jars), mainClass, archive, arguments);
    }
    if (!Files.exists(archive)) {
      System.err.println("no archive of loaded classes was made; the command starts slower without");
    }
    write(target.resolve("sandbox"), java, classPath("$here", jars), mainClass);
  }

  private static String classPath(String folder, List<Path> jars) {
    return jars.stream().map(jar -> folder + "/" + jar).collect(Collectors.joining(":"));
  }

  private static void record(
      Path java, String classPath, String mainClass, Path archive, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("-XX:AOTCacheOutput=" + archive);
    command.addAll(JVM_OPTIONS);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    Path log = Path.of(archive + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
    process.waitFor();
  }

  private static void write(Path script, Path java, String classPath, String mainClass)
      throws IOException {
    Files.writeString(
        script,
        """
        #!/bin/sh
        # Written by the build. Runs the command line on the JDK that the build used.
        here=$(dirname "$(readlink -f "$0")")
        exec '%s' -XX:AOTCache="$here/sandbox.aot" %s \\
          -cp "%s" %s "$@"
        """
            .formatted(java, String.join(" ", JVM_OPTIONS), classPath, mainClass));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
