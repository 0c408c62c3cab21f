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
  USAGE,
  /** Go on with a launch that was made ahead: here are the descriptors that it waits for. */
  GO;

  static final int VERSION = 1;
  private static final int AHEAD = 1;
  private static final int LATER = 16;

  @SuppressWarnings("EnumOrdinal") // the order is the protocol's
  int number() {
    return ordinal() + 1;
  }

  byte[] encode(long run, long value) {
    return encode(run, value, 0);
  }

  /**
   * A launch for which nobody waits: others go first.
   *
   * @param later how many of its first descriptors come with {@link #GO}
   */
  static byte[] launchAhead(long run, int later) {
    return LAUNCH.encode(run, 0, AHEAD | later << LATER);
  }

  private byte[] encode(long run, long value, int flags) {
    return ByteBuffer.allocate(24)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(number())
        .putInt(flags)
        .putLong(run)
        .putLong(value)
        .array();
  }
}
