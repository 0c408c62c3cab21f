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
 * process; then a search tree leads to the decision for the number. A number above the newest
 * known, and with it every x32 number (bit 30 set), gives ENOSYS, as a kernel without the call
 * would. A decision that needs arguments ends in tests of their low and high words. The program is
 * made short first, since the kernel translates each instruction at every launch and tries all
 * numbers for its cache; among equally short ones it has the fewest steps for the calls that {@link
 * CallFrequencies} says are made most.
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
