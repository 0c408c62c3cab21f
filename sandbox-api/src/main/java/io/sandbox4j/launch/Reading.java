/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import java.util.Objects;

/**
 * A file whose text the shim reports when the run has ended, and whenever live figures are asked
 * for. The shim does not understand it.
 *
 * @param subject what it is, for whoever parses the text
 * @param place the slot of the file itself, or of the directory it is in
 * @param name file name in that directory, or empty: the slot is the file
 * @param limit how many bytes are read at most
 * @param atStart whether it is also reported at the program's execve
 */
public record Reading(String subject, Slot place, String name, int limit, boolean atStart) {
  /** Checks the sizes. */
  public Reading {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(name, "name");
    if (limit < 1 || limit > 4096) {
      throw new IllegalArgumentException("a reading takes 1..4096 bytes, not " + limit);
    }
  }
}
