/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compiles policies to filters and keeps what it compiled.
 *
 * <p>The program's order: another architecture's entry (i386 by {@code int 0x80}) kills the
 * process; a number above the newest known, and with it every x32 number (bit 30 set), gives
 * ENOSYS, as a kernel without the call would; then a balanced tree of comparisons leads to the
 * range of numbers that share a decision. A range whose decision needs arguments ends in tests of
 * their low and high words. Installing a filter costs time for each executed instruction of each
 * number, since the kernel tries all of them for its cache, so the tree also makes launches fast.
 *
 * <p>Safe for use by many threads.
 */
public final class FilterCompiler {
  private static final int KEPT = 64;

  private record Key(SeccompPolicy policy, FilterOptions options) {
    /** Of the policy's name alone: a launch asks here, and hashing every row takes longer. */
    @Override
    public int hashCode() {
      return 31 * policy.name().hashCode() + options.hashCode();
    }
  }

  /** Guarded by itself. */
  private final Map<Key, CompiledFilter> compiled = new LinkedHashMap<>(16, 0.75f, true);

  /** A compiler that has compiled nothing yet. */
  public FilterCompiler() {}

  /**
   * The filter for a policy; compiled once per equal policy and options, as long as it is among the
   * last 64 asked for.
   *
   * @param policy the policy
   * @param options what the filter depends on besides
   * @return the filter
   * @throws IllegalArgumentException when the filter would be longer than the kernel takes, or when
   *     it is for a launch and lets no exec through
   */
  public CompiledFilter compile(SeccompPolicy policy, FilterOptions options) {
    var key = new Key(policy, options);
    synchronized (compiled) {
      var filter = compiled.get(key);
      if (filter != null) {
        return filter;
      }
    }
    var filter = compileAfresh(policy, options);
    synchronized (compiled) {
      compiled.put(key, filter);
      if (compiled.size() > KEPT) {
        compiled.remove(compiled.keySet().iterator().next());
      }
    }
    return filter;
  }

  /** The filter for a policy, compiled in any case and not kept. */
  static CompiledFilter compileAfresh(SeccompPolicy policy, FilterOptions options) {
    var table = DecisionTable.of(policy, options);
    return new CompiledFilter(
        policy.name(), options, table, new DispatchTree(options).program(table));
  }
}
