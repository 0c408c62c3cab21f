/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package com.example.sample;

import io.sandbox4j.Command;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Size;

/** The program of the README. */
final class Sample {
  private Sample() {}

  public static void main(String[] args) throws Exception {
    // @start region="readme"
    try (Sandbox sandbox = Sandbox.builder().limits(l -> l.memory(Size.mib(64))).build();
        SandboxResult result = sandbox.run(Command.of("sh", "-c", "echo hello from user $(id -u)"))) {
      System.out.println(result.outcome() + ": " + result.stdout().text());
    }
    // @end
  }
}
