/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces;

import io.sandbox4j.spi.LayerOption;

/**
 * Speculation controls of the CPU for programs (prctl(2), PR_SET_SPECULATION_CTRL), for {@link
 * io.sandbox4j.ProcessIsolation#with}. They stop a program from training the branch predictor
 * against others and cost it some per cent of its speed, so they are a choice. What the CPU or the
 * kernel lacks is left out.
 */
public enum Speculation implements LayerOption {
  /** Speculative store bypass and indirect branch speculation are off, for good. */
  RESTRICTED,
  /** As the kernel has it. */
  UNCHANGED
}
