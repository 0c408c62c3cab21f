/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import java.util.Map;

/**
 * Understands the {@linkplain io.sandbox4j.launch.Reading readings} of a run. Left as a note on the
 * {@link RunSpec} by the layer that asked for them.
 *
 * @implSpec Thread-safe; a text that is missing or odd leaves its figure empty.
 */
public interface UsageReader {

  /**
   * Reads the figures.
   *
   * @param atStart texts at execve, by subject
   * @param now texts now, by subject
   * @return the figures
   */
  UsageReport read(Map<String, String> atStart, Map<String, String> now);
}
