/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import io.sandbox4j.HostReport;
import io.sandbox4j.Sandbox;

/** Prints what the host allows, a finding a line. */
public final class ProbeMain {
  private ProbeMain() {}

  /** Probes. */
  public static void main(String[] arguments) {
    for (HostReport.Finding f : Sandbox.probe().findings()) {
      System.out.println(String.join("\t", f.state().name(), f.subject(), f.reason(), f.fix()));
    }
    System.exit(0); // without waiting for the idle shim
  }
}
