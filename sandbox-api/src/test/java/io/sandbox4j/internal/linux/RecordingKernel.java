/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;

/**
 * A kernel that notes each call and answers as told, 0 otherwise. Memory arguments are seen as
 * addresses; they point to live memory only during the call.
 */
public final class RecordingKernel implements Kernel {
  private final SyscallTable table = SyscallTable.of(Arch.current());
  private final List<Call> calls = new ArrayList<>();
  private final Queue<Long> answers = new ArrayDeque<>();

  /**
   * A call that was made.
   *
   * @param name its name
   * @param arguments all six
   */
  public record Call(String name, List<Long> arguments) {
    /** One argument. */
    public long argument(int index) {
      return arguments.get(index);
    }
  }

  /** Answers the next call not yet provided for. */
  public RecordingKernel answer(long result) {
    answers.add(result);
    return this;
  }

  /** The calls so far, in order. */
  public List<Call> calls() {
    return Collections.unmodifiableList(calls);
  }

  @Override
  public long call(long number, long a, long b, long c, long d, long e, long f) {
    calls.add(new Call(table.name((int) number).orElseThrow(), List.of(a, b, c, d, e, f)));
    Long answer = answers.poll();
    return answer == null ? 0 : answer;
  }
}
