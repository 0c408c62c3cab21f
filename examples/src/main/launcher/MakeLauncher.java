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
 * this, and an AOT cache beside them: classes as the JVM has them after loading and linking. Maven
 * starts it with the toolchain's java: {@code java MakeLauncher.java TARGET JAR}.
 */
final class MakeLauncher {
  private static final Map<String, String> PROGRAMS =
      Map.of(
          "sandbox", "io.sandbox4j.examples.cli.SandboxCommand",
          "judge", "io.sandbox4j.examples.judge.Judge",
          "ci", "io.sandbox4j.examples.ci.CiRunner");

  private static final String TRAINING = "io.sandbox4j.examples.cli.LauncherTraining";

  /** The cache is only used by a JVM with the same garbage collector as the one that wrote it. */
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
    String java = java25();
    upgrade(target, java);
    List<String> jars = jars(target, arguments[1]);
    for (var program : PROGRAMS.entrySet()) {
      writeScript(target.resolve(program.getKey()), program.getValue(), java, jars);
    }
    writeCache(target, java, jars);
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
   * Makes class files of jars without a verifier's table into newer ones: the JVM keeps none of the
   * old ones in a cache, and JDK 25 fails to make one of classes that implement what it left out.
   */
  private static void upgrade(Path target, String java) throws IOException, InterruptedException {
    Path log = target.resolve("sandbox-upgrade.log");
    Path program = target.resolve("../src/main/launcher/UpgradeClasses.java").normalize();
    for (String jar : jars(target, "")) {
      if (jar.contains("/picocli-")
          && !run(log, List.of(java, program.toString(), target.resolve(jar).toString()))) {
        throw new IOException(program + " failed: " + Files.readString(log).strip());
      }
    }
  }

  /**
   * A training run records which classes a run needs, a second JVM writes them down. Without the
   * cache the launcher works, some tenths of a second slower.
   */
  private static void writeCache(Path target, String java, List<String> jars)
      throws IOException, InterruptedException {
    Path cache = target.resolve("sandbox.aot");
    Path recorded = target.resolve("sandbox.aotconf");
    Path log = target.resolve("sandbox-cache.log");
    Files.deleteIfExists(cache);
    String classPath =
        jars.stream().map(jar -> target.resolve(jar).toString()).collect(Collectors.joining(":"));
    List<String> common = new ArrayList<>(List.of(java));
    common.addAll(FLAGS);
    common.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
    common.add("-XX:AOTConfiguration=" + recorded);
    List<String> record = new ArrayList<>(common);
    // Profiles of the training run would make the JVM compile at once what a run uses but once.
    record.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining"));
    record.addAll(List.of("-XX:AOTMode=record", TRAINING));
    List<String> create = new ArrayList<>(common);
    create.addAll(List.of("-XX:AOTMode=create", "-XX:AOTCache=" + cache));
    if (!run(log, record) || !run(log, create) || !Files.exists(cache)) {
      Files.deleteIfExists(cache);
      System.err.println(
          "[WARNING] no AOT cache for examples/target/sandbox: "
              + Files.readString(log, StandardCharsets.UTF_8).strip());
    }
    Files.deleteIfExists(recorded);
  }

  private static boolean run(Path log, List<String> command)
      throws IOException, InterruptedException {
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
