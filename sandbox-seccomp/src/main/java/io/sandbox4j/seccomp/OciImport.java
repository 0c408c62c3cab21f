/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.List;

/**
 * A profile read for one target.
 *
 * @param policy the policy
 * @param notes what of the profile has no meaning here or was left out, a sentence each
 */
public record OciImport(SeccompPolicy policy, List<String> notes) {
  /** Copies the notes. */
  public OciImport {
    notes = List.copyOf(notes);
  }
}
