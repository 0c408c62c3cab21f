/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.spi.LayerOption;
import java.util.Objects;

/**
 * Which policy a sandbox has, and what a reported call leads to. Immutable; made by {@link
 * Seccomp#policy}.
 *
 * @param policy what programs may ask of the kernel
 * @param mode what a reported call leads to, unless its row kills
 */
public record SeccompOption(SeccompPolicy policy, SeccompMode mode) implements LayerOption {
  /** What a sandbox has when nothing is said. */
  public static final SeccompOption DEFAULT = new SeccompOption("default", SeccompMode.ENFORCE);

  /**
   * Checks that nothing is missing.
   *
   * @throws IllegalArgumentException when the policy grants what is dangerous and does not say that
   *     it is meant, or has handlers and grants {@link DangerousGrant#FAULT_HANDLING}
   */
  public SeccompOption {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(mode, "mode");
    for (var grant : policy.dangers()) {
      if (!policy.accepted().containsKey(grant)) {
        throw new IllegalArgumentException(
            "policy %s grants %s: take it out, or write \"accept %s -- REASON\" into the policy"
                .formatted(policy.name(), grant, grant.word()));
      }
    }
    if (policy.hasHandlers() && policy.dangers().contains(DangerousGrant.FAULT_HANDLING)) {
      throw new IllegalArgumentException(
          "policy %s has handlers, which read memory, and lets programs use userfaultfd, which"
                  .formatted(policy.name())
              + " makes who reads it wait for ever: refuse userfaultfd");
    }
  }

  /**
   * A policy that comes with the library.
   *
   * @param policyName the name of a policy that {@link SeccompPolicy#named} knows
   * @param mode what a reported call leads to
   * @throws IllegalArgumentException naming the policies there are
   */
  public SeccompOption(String policyName, SeccompMode mode) {
    this(SeccompPolicy.named(policyName), mode);
  }

  /** {@return the name of the policy} */
  public String policyName() {
    return policy.name();
  }

  /** {@return the same policy, every reported call ending the run as a violation} */
  public SeccompOption killing() {
    return new SeccompOption(policy, SeccompMode.KILL);
  }

  /** {@return the same policy, what it refuses quietly being reported as well} */
  public SeccompOption reporting() {
    return new SeccompOption(policy, SeccompMode.REPORT);
  }
}
