/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.spi.OwnFilters;
import java.util.EnumMap;
import java.util.Map;

/** The filters of the shim and of init, compiled once. */
public final class OwnProcessFilters implements OwnFilters {
  private static final Map<Arch, byte[]> SHIM = new EnumMap<>(Arch.class);
  private static final Map<Arch, byte[]> INIT = new EnumMap<>(Arch.class);

  /** Made by the service loader. */
  public OwnProcessFilters() {}

  @Override
  public byte[] shim(String machine) {
    synchronized (SHIM) {
      return SHIM.computeIfAbsent(
          Arch.of(machine), a -> SupervisorFilters.shimDenyList(SyscallAbi.of(a)));
    }
  }

  @Override
  public byte[] init(String machine) {
    synchronized (INIT) {
      return INIT.computeIfAbsent(
          Arch.of(machine), a -> SupervisorFilters.initAllowList(SyscallAbi.of(a)));
    }
  }
}
