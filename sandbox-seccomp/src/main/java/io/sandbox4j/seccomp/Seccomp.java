/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.Command;
import io.sandbox4j.Isolation;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxResult;
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

  /**
   * Watches what programs call, under the policy {@code default}. See {@link Learning}.
   *
   * @return the option, which is asked for what it has learned
   */
  public static Learning learning() {
    return learning(SeccompOption.DEFAULT.policy());
  }

  /**
   * Watches what programs call. See {@link Learning}.
   *
   * @param base the policy that is enforced meanwhile; what it grants that is dangerous may be in
   *     what is learned
   * @return the option, which is asked for what it has learned
   * @throws IllegalArgumentException when the policy grants what is dangerous and does not say that
   *     it is meant, or when it has handlers
   */
  public static Learning learning(SeccompPolicy base) {
    return new Learning(base);
  }

  /**
   * Runs programs one after the other and gives the least policy that lets all of them do what they
   * did, under the policy {@code default} and so never more than that. See {@link Learning} for
   * what stands meanwhile, {@link LearnedPolicy} for what such a policy is worth.
   *
   * @param builder of the sandbox; its isolation is set here
   * @param commands the programs
   * @return the policy, named {@code learned}
   * @throws InterruptedException if the thread is interrupted; what runs is killed
   * @throws SandboxException when a program did not run to its end, by itself or by a signal
   */
  public static LearnedPolicy learn(Sandbox.Builder builder, Command... commands)
      throws InterruptedException {
    Learning learning = learning();
    try (Sandbox sandbox = builder.isolation(Isolation.process().with(learning)).build()) {
      for (Command command : commands) {
        try (SandboxResult result = sandbox.run(command)) {
          refuseCutShort(result.outcome());
        }
      }
    }
    return learning.learned("learned");
  }

  private static void refuseCutShort(Outcome outcome) {
    switch (outcome) {
      case Outcome.Exited _, Outcome.Signalled _ -> {}
      case Outcome.LimitExceeded _, Outcome.Violation _, Outcome.Killed _, Outcome.EngineFailed _ ->
          throw new SandboxException("nothing whole was learned, the run ended as " + outcome);
    }
  }
}
