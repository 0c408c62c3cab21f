/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes {@code target/sandbox}, {@code target/judge} and {@code target/ci} for the JDK that runs
 * this, and the CDS archive beside them. Maven starts it with the toolchain's java: {@code java
 * MakeLauncher.java TARGET JAR}.
 */
final class MakeLauncher {
  private static final Map<String, String> PROGRAMS =
      Map.of(
          "sandbox", "io.sandbox4j.examples.cli.SandboxCommand",
          "judge", "io.sandbox4j.examples.judge.Judge",
          "ci", "io.sandbox4j.examples.ci.CiRunner");

  private static final String TRAINING = "io.sandbox4j.examples.cli.LauncherTraining";

  /** The archive is only used by a JVM with the same garbage collector as the one that wrote it. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          // The JVM's own log goes to stdout by default, which is the program's.
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          // An archive that does not fit is left out; that is no news either.
          "-Xlog:cds=off:stderr",
          "-Xlog:aot=off:stderr",
          "--enable-native-access=ALL-UNNAMED",
          // No logging backend is no news to whoever runs one program.
          "-Dslf4j.internal.verbosity=ERROR");

  private static final long TRAINING_MINUTES = 5;

  public static void main(String... arguments) throws IOException, InterruptedException {
    Path target = Path.of(arguments[0]).toAbsolutePath();
    List<String> jars = jars(target, arguments[1]);
    String java = java25();
    for (var program : PROGRAMS.entrySet()) {
      writeScript(target.resolve(program.getKey()), program.getValue(), java, jars);
    }
    writeArchive(target, java, jars);
  }

  /**
   * This JDK, or that of JAVA_HOME: Maven starts us with any java when its own JDK is the chosen
   * one.
   */
  private static String java25() {
    String home = System.getProperty("java.home");
    if (Runtime.version().feature() < 25) {
      home = System.getenv("JAVA_HOME");
    }
    Path java = home == null ? Path.of("java") : Path.of(home, "bin", "java");
    if (!Files.isExecutable(java)) {
      throw new IllegalStateException(
          "no JDK 25 for examples/target/sandbox: set JAVA_HOME to one");
    }
    return java.toString();
  }

  /** The jars relative to the target folder, always in the same order. */
  private static List<String> jars(Path target, String own) throws IOException {
    List<String> jars = new ArrayList<>(List.of(own));
    try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
      libraries
          .map(jar -> "lib/" + jar.getFileName())
          .filter(jar -> jar.endsWith(".jar"))
          .sorted()
          .forEach(jars::add);
    }
    return jars;
  }

  private static void writeScript(Path launcher, String main, String java, List<String> jars)
      throws IOException {
    String classPath = jars.stream().map(jar -> "$here/" + jar).collect(Collectors.joining(":"));
    String script =
        Files.readString(launcher.resolve("../../src/main/launcher/sandbox.sh").normalize())
            .replace("@java@", java.replace("'", "'\\''"))
            .replace("@flags@", String.join(" ", FLAGS))
            .replace("@classpath@", classPath)
            .replace("@main@", main);
    Files.writeString(launcher, script);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * A plain CDS archive: the newer AOT cache refuses picocli's class files, which are older than it
   * takes, and JDK 25 fails to link classes ahead of time whose supertypes it has left out. Without
   * an archive the launcher works, some tenths of a second slower.
   */
  private static void writeArchive(Path target, String java, List<String> jars)
      throws IOException, InterruptedException {
    Path archive = target.resolve("sandbox.jsa");
    Path classes = target.resolve("sandbox.classes");
    Path log = target.resolve("sandbox-archive.log");
    Files.deleteIfExists(archive);
    String classPath =
        jars.stream().map(jar -> target.resolve(jar).toString()).collect(Collectors.joining(":"));
    boolean made =
        run(log, java, classPath, "-Xshare:off", "-XX:DumpLoadedClassList=" + classes, TRAINING)
            && run(
                log,
                java,
                classPath,
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + classes,
                "-XX:SharedArchiveFile=" + archive);
    if (!made || !Files.exists(archive)) {
      Files.deleteIfExists(archive);
      System.err.println(
          "[WARNING] no CDS archive for examples/target/sandbox: "
              + Files.readString(log, StandardCharsets.UTF_8).strip());
    }
  }

  private static boolean run(Path log, String java, String classPath, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(FLAGS);
    command.add("-cp");
    command.add(classPath);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
    Process process =
        builder
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(TRAINING_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    return process.exitValue() == 0;
  }
}
