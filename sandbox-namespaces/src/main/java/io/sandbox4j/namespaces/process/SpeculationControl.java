/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import io.sandbox4j.internal.linux.Kernel;
import java.util.Arrays;
import java.util.List;

/** Kinds of speculation that a process can give up, with the numbers of {@code linux/prctl.h}. */
enum SpeculationControl {
  STORE_BYPASS(0),
  INDIRECT_BRANCH(1);

  private static final int PR_GET_SPECULATION_CTRL = 52;
  private static final int PR_SPEC_PRCTL = 1;
  private static final int HELD_BACK = 4 | 8; // PR_SPEC_DISABLE, PR_SPEC_FORCE_DISABLE

  private final int number;

  SpeculationControl(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** Those that this host leaves to each process. */
  static List<SpeculationControl> available() {
    return Arrays.stream(values())
        .filter(kind -> {
          long state = Kernel.host().call("prctl", PR_GET_SPECULATION_CTRL, kind.number, 0, 0, 0);
          return state > 0 && (state & (PR_SPEC_PRCTL | HELD_BACK)) != 0;
        })
        .toList();
  }
}
