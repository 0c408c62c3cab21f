/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyscallTableTest {

  @Nested
  class Tables {
    @ParameterizedTest
    @CsvSource({
      "X86_64, 383, read, 0",
      "X86_64, 383, execve, 59",
      "X86_64, 383, clone3, 435",
      "X86_64, 383, uretprobe, 335",
      "X86_64, 383, uprobe, 336",
      "X86_64, 383, file_setattr, 469",
      "AARCH64, 325, io_setup, 0",
      "AARCH64, 325, execve, 221",
      "AARCH64, 325, renameat, 38",
      "AARCH64, 325, setrlimit, 164",
      "AARCH64, 325, memfd_secret, 447",
      "AARCH64, 325, file_setattr, 469",
    })
    void know_every_call_up_to_linux_6_18(Arch arch, int size, String name, int number) {
      var table = SyscallTable.of(arch);
      assertEquals(size, table.names().size());
      assertEquals(469, table.newest());
      assertEquals(OptionalInt.of(number), table.number(name));
      assertEquals(Optional.of(name), table.name(number));
    }

    @ParameterizedTest
    @EnumSource
    void lead_from_name_to_number_and_back(Arch arch) {
      var table = SyscallTable.of(arch);
      int last = -1;
      for (String name : table.names()) {
        int number = table.number(name).orElseThrow();
        assertEquals(Optional.of(name), table.name(number));
        assertTrue(number > last, name + " is out of order");
        last = number;
      }
    }

    @ParameterizedTest
    @EnumSource
    void agree_from_number_424_on(Arch arch) {
      var other = SyscallTable.of(arch == Arch.X86_64 ? Arch.AARCH64 : Arch.X86_64);
      for (int number = 424; number <= 469; number++) {
        assertEquals(SyscallTable.of(arch).name(number), other.name(number));
      }
    }

    @ParameterizedTest
    @EnumSource
    void have_nothing_for_holes_and_unknown_numbers(Arch arch) {
      var table = SyscallTable.of(arch);
      assertEquals(Optional.empty(), table.name(400));
      assertEquals(Optional.empty(), table.name(-1));
      assertEquals(Optional.empty(), table.name(470));
      assertEquals(Optional.empty(), table.name(0x4000_0000));
      assertEquals(OptionalInt.empty(), table.number("no_such_call"));
    }

    @Test
    void differ_by_architecture() {
      assertEquals(OptionalInt.of(2), SyscallTable.of(Arch.X86_64).number("open"));
      assertEquals(OptionalInt.empty(), SyscallTable.of(Arch.AARCH64).number("open"));
    }
  }

  @Nested
  class Architectures {
    @Test
    void go_by_the_names_of_the_jvm_and_of_the_kernel() {
      assertEquals(Arch.X86_64, Arch.of("amd64"));
      assertEquals(Arch.X86_64, Arch.of("x86_64"));
      assertEquals(Arch.AARCH64, Arch.of("aarch64"));
      assertEquals(Arch.AARCH64, Arch.of("arm64"));
    }

    @Test
    void that_are_unknown_are_refused_by_name() {
      var thrown = assertThrows(UnsupportedOperationException.class, () -> Arch.of("riscv64"));
      assertTrue(String.valueOf(thrown.getMessage()).contains("riscv64"));
    }

    @Test
    void have_different_audit_values() {
      assertEquals(0xC000_003E, Arch.X86_64.auditArch());
      assertNotEquals(Arch.X86_64.auditArch(), Arch.AARCH64.auditArch());
    }
  }
}
