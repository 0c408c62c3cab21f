/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.nio.file.Path;

/**
 * The process engine's choices of this layer: {@code
 * Isolation.process().with(Seccomp.policy(...))}. Reported calls are refused and told in {@code
 * SandboxResult.denied()}; with {@link SeccompOption#killing} they end the run.
 */
public final class Seccomp {
  private Seccomp() {}

  /**
   * A policy that comes with the library.
   *
   * @param name for example {@code default}, see {@link SeccompPolicy#names}
   * @return the option
   * @throws IllegalArgumentException naming the policies there are
   */
  public static SeccompOption policy(String name) {
    return policy(SeccompPolicy.named(name));
  }

  /**
   * A policy of the caller's.
   *
   * @param policy what programs may ask of the kernel
   * @return the option
   */
  public static SeccompOption policy(SeccompPolicy policy) {
    return new SeccompOption(policy, SeccompMode.ENFORCE);
  }

  /**
   * A policy of the caller's, from a file.
   *
   * @param file the policy file
   * @return the option
   * @throws PolicySyntaxException naming file, line, column and what is wrong
   * @throws IllegalArgumentException when the policy grants what is dangerous and does not say that
   *     it is meant
   */
  public static SeccompOption policy(Path file) {
    return policy(SeccompPolicy.read(file));
  }
}
