/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.spi.LayerOption;
import java.util.Objects;

/**
 * Which policy a sandbox has, and what a reported call leads to.
 *
 * @param policyName the name of a policy that {@link SeccompPolicy#named} knows
 * @param mode what a reported call leads to
 */
public record SeccompOption(String policyName, SeccompMode mode) implements LayerOption {
  /** What a sandbox has when nothing is said. */
  public static final SeccompOption DEFAULT = new SeccompOption("default", SeccompMode.ENFORCE);

  /**
   * Checks that the policy is known.
   *
   * @throws IllegalArgumentException naming the policies there are
   */
  public SeccompOption {
    Objects.requireNonNull(mode, "mode");
    if (!SeccompPolicy.names().contains(policyName)) {
      throw new IllegalArgumentException(
          "there is no seccomp policy '" + policyName + "'; there are " + SeccompPolicy.names());
    }
  }
}
