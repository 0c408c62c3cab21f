/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package com.example.sample;

import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import java.nio.file.Path;
import java.time.Duration;

/** The program of the README; its argument is the program to run. */
final class Sample {
  private Sample() {}

  public static void main(String[] args) throws Exception {
    Path program = Path.of(args[0]);
    // @start region="readme"
    try (Sandbox sandbox =
            Sandbox.builder()
                .limits(l -> l.memory(Size.mib(256)).cpuTime(Duration.ofSeconds(2)))
                .build();
        SandboxResult result =
            sandbox.run(
                Command.of("./a.out")
                    .copyIn("a.out", Source.file(program).executable())
                    .stdin(Input.text("1 2\n")))) {
      System.out.println(result.outcome() + " " + result.stdout().text() + result.usage().cpu());
    }
    // @end
  }
}
