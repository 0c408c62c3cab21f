/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import io.sandbox4j.Command;
import io.sandbox4j.HostReport;
import io.sandbox4j.Isolation;
import io.sandbox4j.Limits;
import io.sandbox4j.Network;
import io.sandbox4j.Root;
import io.sandbox4j.Sandbox;
import io.sandbox4j.Size;
import io.sandbox4j.UnsupportedHostException;

/** Uses the library's values, then asks for a report and a sandbox. */
public final class UnsupportedMain {
  private UnsupportedMain() {}

  /** Asks. */
  public static void main(String[] arguments) {
    var _ = Command.of("true").limits(l -> l.memory(Size.mib(16))).cwd("x");
    var _ =
        Limits.DEFAULT.toString()
            + Root.hostSystem()
            + Network.none()
            + Isolation.process().without();
    Sandbox.Builder builder = Sandbox.builder().env("A", "B");
    HostReport report = Sandbox.probe();
    System.out.println("sufficient=" + report.isSufficient());
    System.out.println("first=" + report.findings().getFirst());
    try (Sandbox _ = builder.build()) {
      System.out.println("built");
    } catch (UnsupportedHostException refused) {
      System.out.println("refused=" + refused.getMessage());
      System.out.println("report=" + refused.report().findings().size());
    }
  }
}
