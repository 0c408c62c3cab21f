/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionLine implements IVersionProvider {
  @Override
  public String[] getVersion() {
    // The jar's manifest has it; classes that are in no jar yet have no version.
    String version =
        Optional.ofNullable(SandboxCommand.class.getPackage().getImplementationVersion())
            .orElse("(development)");
    return new String[] {"sandbox " + version + ", Java " + Runtime.version()};
  }
}
