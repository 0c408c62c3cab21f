/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.CodeLocation;
import io.sandbox4j.internal.calls.CallArguments;
import io.sandbox4j.internal.calls.CallerMemory;
import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.GuestMemory;
import io.sandbox4j.internal.linux.LinuxException;
import io.sandbox4j.internal.linux.MappedFiles;
import io.sandbox4j.internal.linux.SeccompListener.Notification;
import io.sandbox4j.spi.DeniedCallPolicy;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * What is told of one run's refused calls. Everything is read while the caller waits, and taken for
 * the caller's only if it still waits after: threads are known by numbers that others get. Not
 * thread-safe.
 */
final class CallReport {
  /**
   * How much is read of lists of mappings for one run, in bytes. A program can have 65 530 mappings
   * (vm.max_map_count) and make different calls by the thousand, and the loop is everybody's.
   */
  static final long MOST_MAPPINGS = 16 << 20;

  private final DeniedCallPolicy policy;
  private final LongPredicate waits;
  private final Arch arch = Arch.current();
  private long mappingsLeft = MOST_MAPPINGS;

  /**
   * Of one run.
   *
   * @param policy names the calls
   * @param waits whether the caller of the notification with this cookie still waits
   */
  CallReport(DeniedCallPolicy policy, LongPredicate waits) {
    this.policy = policy;
    this.waits = waits;
  }

  /** The call's name. */
  String name(Notification call) {
    return policy.name(call.number());
  }

  /** The arguments in words. */
  List<String> arguments(Notification call) {
    CallerMemory memory = policy.memoryIsAtHand() ? memory(call) : CallerMemory.NONE;
    return CallArguments.of(arch).text(name(call), call.arguments(), memory);
  }

  private CallerMemory memory(Notification call) {
    var memory = new GuestMemory(call.pid(), () -> waits.test(call.id()));
    return (address, most) -> {
      try {
        return memory.readSome(address, most);
      } catch (LinuxException gone) {
        return new byte[0];
      }
    };
  }

  /** Where the call was made. */
  CodeLocation location(Notification call) {
    long at = call.instruction();
    if (call.pid() > 0 && mappingsLeft > 0) {
      var found = MappedFiles.of(call.pid(), at, mappingsLeft);
      mappingsLeft -= found.bytesRead();
      if (!found.path().isEmpty() && waits.test(call.id())) {
        return new CodeLocation.InModule(at, found.path(), found.offset());
      }
    }
    return new CodeLocation.AtAddress(at);
  }
}
