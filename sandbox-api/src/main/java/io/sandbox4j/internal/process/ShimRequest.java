/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the shim is asked for; the order is that of {@code enum request_kind} in {@code protocol.h}.
 */
enum ShimRequest {
  /** Prepare yourself by this plan. */
  BOOT,
  /** Launch this plan. */
  LAUNCH,
  /** Send the program a signal. */
  SIGNAL,
  /** End the run for a cause. */
  KILL,
  /** Freeze it. */
  PAUSE,
  /** Thaw it. */
  RESUME,
  /** Report live figures. */
  USAGE;

  static final int VERSION = 1;

  @SuppressWarnings("EnumOrdinal") // the order is the protocol's
  int number() {
    return ordinal() + 1;
  }

  byte[] encode(long run, long value) {
    return ByteBuffer.allocate(24)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(number())
        .putInt(0)
        .putLong(run)
        .putLong(value)
        .array();
  }
}
