/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Descriptor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the shim says; the bytes are described in {@code protocol.h}. */
sealed interface ShimEvent {

  /** The run, or 0. */
  long run();

  /** The shim is ready, or its boot plan failed at a step with an errno. */
  record Hello(long run, int version, int step, int errno) implements ShimEvent {}

  /** execve succeeded, or the session stands. */
  record Started(
      long run,
      int pid,
      long setupNanos,
      Map<Integer, String> readings,
      List<Descriptor> descriptors)
      implements ShimEvent {}

  /** The launch failed at a step; nothing is left of it. */
  record Failed(long run, int role, int step, int errno, int cause, int status)
      implements ShimEvent {}

  /** Every process of the run is dead. */
  record Ended(long run, int cause, int status, Ending ending, Map<Integer, String> readings)
      implements ShimEvent {}

  /** Nothing of the run is left on the host, but for what a failed teardown step left. */
  record Gone(long run, int role, int step, int errno) implements ShimEvent {}

  /** A signal, pause or resume was done, or failed with an errno. */
  record Answer(long run, int request, int errno) implements ShimEvent {}

  /** Live figures. */
  record Usage(long run, long wallNanos, int errno, Map<Integer, String> readings)
      implements ShimEvent {}

  /**
   * Figures of an ended run, as the kernel gave them.
   *
   * @param wallNanos from execve to the end, without pauses
   * @param setupNanos from the request to execve
   * @param initStatus wait status of pid 1
   * @param rusage the sixteen and more numbers of {@code struct rusage}, in its order
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Ending(long wallNanos, long setupNanos, int initStatus, long[] rusage) {}

  /**
   * Reads one packet.
   *
   * @param packet the packet's bytes
   * @param descriptors what came with it
   * @return the event
   */
  static ShimEvent decode(ByteBuffer packet, List<Descriptor> descriptors) {
    packet.order(ByteOrder.LITTLE_ENDIAN);
    int kind = packet.getInt();
    int cause = packet.getInt();
    long run = packet.getLong();
    long value = packet.getLong();
    int pid = packet.getInt();
    int error = packet.getInt();
    int role = packet.getInt();
    int step = packet.getInt();
    return switch (kind) {
      case 1 -> new Hello(run, (int) value, step, error);
      case 2 -> new Started(run, pid, value, readings(packet), descriptors);
      case 3 -> new Failed(run, role, step, error, cause, (int) value);
      case 4 -> new Ended(run, cause, (int) value, ending(packet), readings(packet));
      case 5 -> new Gone(run, role, step, error);
      case 6 -> new Answer(run, step, error);
      case 7 -> new Usage(run, value, error, readings(packet));
      default -> throw new IllegalStateException("the shim said " + kind + ", which means nothing");
    };
  }

  private static Ending ending(ByteBuffer packet) {
    long wall = packet.getLong();
    long setup = packet.getLong();
    int initStatus = packet.getInt();
    packet.getInt();
    long[] rusage = new long[18];
    for (int i = 0; i < rusage.length; i++) {
      rusage[i] = packet.getLong();
    }
    return new Ending(wall, setup, initStatus, rusage);
  }

  /** Texts by the index of their reading; one that could not be read is absent. */
  private static Map<Integer, String> readings(ByteBuffer packet) {
    Map<Integer, String> readings = new HashMap<>();
    while (packet.remaining() >= 8) {
      int index = packet.getInt();
      int size = packet.getInt();
      if (size >= 0) {
        byte[] text = new byte[size];
        packet.get(text);
        packet.position(Math.min(packet.limit(), packet.position() + (-size & 7)));
        readings.put(index, new String(text, StandardCharsets.US_ASCII));
      }
    }
    return readings;
  }
}
