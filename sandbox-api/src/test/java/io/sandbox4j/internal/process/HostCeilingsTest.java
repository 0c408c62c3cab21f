/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Limits;
import io.sandbox4j.Size;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HostCeilingsTest {
  private final HostCeilings host = new HostCeilings(List.of(0, 1, 6), Size.gib(4), 32_768);

  private void refused(UnaryOperator<Limits.Builder> change, String asked, String most) {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class, () -> host.check(Limits.DEFAULT.with(change)))
                .getMessage());
    assertAll(
        () -> assertTrue(message.contains(asked), message),
        () -> assertTrue(message.contains(most), message));
  }

  @Test
  void limits_above_the_hosts_are_refused_with_both_values() {
    assertAll(
        () -> refused(l -> l.pinnedCores(1, 2), "pinnedCores [1, 2]", "[0, 1, 6]"),
        () -> refused(l -> l.cpus(3.5), "cpus 3.5", "3 "),
        () -> refused(l -> l.memory(Size.gib(5)), "memory 5 GiB", "4 GiB"),
        () -> refused(l -> l.tasks(32_769), "tasks 32769", "32768"));
  }

  @Test
  void limits_at_the_hosts_are_taken() {
    Limits most =
        Limits.DEFAULT.with(l -> l.pinnedCores(0, 6).cpus(3).memory(Size.gib(4)).tasks(32_768));
    assertSame(most, host.check(most));
  }

  @Test
  void unlimited_is_never_above() {
    Limits unlimited =
        Limits.DEFAULT.with(l -> l.unlimitedCpus().unlimitedMemory().unlimitedTasks());
    assertSame(unlimited, host.check(unlimited));
  }

  @Test
  void lists_of_cpus_are_read_as_the_kernel_writes_them() {
    assertAll(
        () -> assertEquals(List.of(0), HostCeilings.cpus("0")),
        () -> assertEquals(List.of(0, 1, 2, 3, 8, 10, 11), HostCeilings.cpus("0-3,8,10-11")));
  }

  @Test
  void this_host_has_some_of_everything() {
    HostCeilings here = HostCeilings.read();
    assertAll(
        () -> assertFalse(here.cpus().isEmpty()),
        () -> assertFalse(here.memory().isUnlimited()),
        () -> assertTrue(here.tasks() >= 301 && here.tasks() <= 4_194_304));
  }
}
