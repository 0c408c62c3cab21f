/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandbox4j.WallState;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Which sandbox the sandbox series started, so that nobody takes figures of a lower wall for those
 * of the default one.
 *
 * @param walls every wall and whether it stood
 * @param planHash SHA-256 of the launch plan as it is printed, in hexadecimal
 */
public record LaunchedSandbox(List<WallState> walls, String planHash) {
  /** Copies the list. */
  public LaunchedSandbox {
    walls = List.copyOf(walls);
  }

  static LaunchedSandbox of(List<WallState> walls, String plan) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(plan.getBytes(UTF_8));
      return new LaunchedSandbox(walls, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JDK has SHA-256", impossible);
    }
  }
}
