/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.Map;

/**
 * Seccomp profiles for containers: the JSON of the OCI runtime specification ({@code
 * linux.seccomp}) and the larger language of Docker, containerd and Podman around it.
 *
 * <p>A profile is read as runc reads it and libseccomp carries it out: conditions of one rule must
 * all hold, unless two of them are on one argument, when each stands for a rule of its own; a rule
 * without conditions decides whatever other rules of that call say. Values are compared as 64 bits,
 * unsigned.
 */
public final class OciProfile {
  private OciProfile() {}

  /**
   * Reads a profile.
   *
   * @param name the policy's name, and what mistakes call the file
   * @param json the profile's text
   * @param target what it is read for
   * @return the policy, and notes on what was left out
   * @throws PolicySyntaxException naming line, column and what is wrong
   * @throws IllegalArgumentException when the rules make no policy
   */
  public static OciImport read(String name, String json, OciTarget target) {
    return read(name, json, target, Map.of());
  }

  /**
   * Reads a profile some of whose rules say SCMP_ACT_NOTIFY. A profile has one listener for all of
   * them: its handler is named by {@code listenerMetadata}, or is the one named {@code listener}.
   *
   * @param name the policy's name, and what mistakes call the file
   * @param json the profile's text
   * @param target what it is read for
   * @param handlers the handlers by name
   * @return the policy, and notes on what was left out
   * @throws PolicySyntaxException naming line, column and what is wrong, such as a name that has no
   *     handler
   * @throws IllegalArgumentException when the rules make no policy
   */
  public static OciImport read(
      String name, String json, OciTarget target, Map<String, SyscallHandler> handlers) {
    return new OciReader(name, json, target, handlers).read();
  }

  /**
   * Writes a policy as a profile for one architecture that any runtime takes. What is reported here
   * is refused with the same errno there, without a report.
   *
   * @param policy the policy
   * @param abi the architecture
   * @return JSON, two spaces deep, ends with a line break
   * @throws IllegalArgumentException when its rows cannot be told as rules without an order in any
   *     reasonable number, or when it has handlers
   */
  public static String write(SeccompPolicy policy, SyscallAbi abi) {
    return OciWriter.write(policy, abi);
  }
}
