/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import io.sandbox4j.Command;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A language of submissions: how they are named, compiled and run inside a sandbox. */
enum Language {
  /** C17, by gcc. */
  C("c", "main.c", "a.out"),
  /** C++20, by g++. */
  CPP("cpp", "main.cpp", "a.out"),
  /** Java, by the JDK that runs the judge; the class is called Main. */
  JAVA("java", "Main.java", "main.jar"),
  /** Python 3, which is not compiled. */
  PYTHON("py", "main.py", "main.py");

  /** Where sandboxes see the JDK. */
  static final String JDK = "/jdk";

  /** What a JVM needs beside the heap: code, metaspace, its own threads and collector. */
  private static final Size JVM_OWN_MEMORY = Size.mib(192);

  private static final Size LARGEST_PROGRAM = Size.mib(64);

  private final String suffix;
  private final String sourceName;
  private final String programName;

  Language(String suffix, String sourceName, String programName) {
    this.suffix = suffix;
    this.sourceName = sourceName;
    this.programName = programName;
  }

  /** The language of a file, by its name. */
  static Optional<Language> of(Path file) {
    String name = file.getFileName().toString();
    return Arrays.stream(values()).filter(l -> name.endsWith("." + l.suffix)).findFirst();
  }

  /** The name of the file that compiling makes, or of the source where nothing is compiled. */
  String programName() {
    return programName;
  }

  /** The command that compiles a source to {@link #programName()}; nothing for Python. */
  Optional<Command> compilation(Path source) {
    return switch (this) {
      case C -> Optional.of(gcc(source, "/usr/bin/gcc", "-std=c17"));
      case CPP -> Optional.of(gcc(source, "/usr/bin/g++", "-std=c++20"));
      case JAVA -> Optional.of(withFiles(source, Command.shell(JAVAC)));
      case PYTHON -> Optional.empty();
    };
  }

  /** Inner classes make several files; a jar is one. */
  private static final String JAVAC =
      JDK
          + "/bin/javac -J-Xmx256m -J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1 -J-XX:-UsePerfData"
          + " -encoding UTF-8 -d classes Main.java && "
          + JDK
          + "/bin/jar -J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1 -J-XX:-UsePerfData"
          + " --create --no-compress --file main.jar -C classes .";

  private Command gcc(Path source, String compiler, String standard) {
    return withFiles(
        source, Command.of(compiler, standard, "-O2", "-w", "-o", programName, sourceName, "-lm"));
  }

  private Command withFiles(Path source, Command command) {
    return command.copyIn(sourceName, Source.file(source)).copyOut(programName, LARGEST_PROGRAM);
  }

  /**
   * The command that runs a program.
   *
   * @param program what compiling made, or the source
   * @param memory the problem's memory limit
   */
  Command execution(Source program, Size memory) {
    return switch (this) {
      case C, CPP -> Command.of("./" + programName).copyIn(programName, program.executable());
      case JAVA ->
          Command.of(
                  JDK + "/bin/java",
                  "-Xmx" + Math.max(2, memory.bytes() >> 20) + "m",
                  "-Xss8m",
                  "-XX:+UseSerialGC",
                  "-XX:-UsePerfData",
                  "-XX:+ExitOnOutOfMemoryError",
                  "-cp",
                  programName,
                  "Main")
              .copyIn(programName, program);
      case PYTHON ->
          Command.of("/usr/bin/python3", "-I", "-B", programName).copyIn(programName, program);
    };
  }

  /** The memory limit of the whole run for a problem's memory limit. */
  Size wholeMemory(Size memory) {
    return switch (this) {
      case C, CPP, PYTHON -> memory;
      case JAVA -> Size.bytes(Math.addExact(memory.bytes(), JVM_OWN_MEMORY.bytes()));
    };
  }

  /**
   * Whether a program that ended with a status has run out of memory by its own account: a Java
   * heap is full before the sandbox's limit is reached, and the JVM then ends with status 3 and a
   * line.
   */
  boolean saysOutOfMemory(int status, String output) {
    return this == JAVA
        && status == 3
        && output.contains("Terminating due to java.lang.OutOfMemoryError");
  }
}
