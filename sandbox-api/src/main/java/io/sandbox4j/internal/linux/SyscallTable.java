/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The system calls of one architecture: number to name and back.
 *
 * <p>The data is a text file beside this class, read at the first {@link #of} for its architecture.
 * Immutable and safe for use by any thread; a lookup is an array access or one hash.
 */
public final class SyscallTable {
  private final Arch arch;
  private final Map<String, Integer> numbers;
  private final @Nullable String[] names;

  private SyscallTable(Arch arch, Map<String, Integer> numbers, int newest) {
    this.arch = arch;
    this.numbers = Collections.unmodifiableMap(numbers);
    this.names = new @Nullable String[newest + 1];
    numbers.forEach((name, number) -> names[number] = name);
  }

  /** The table of {@code arch}; reads its data on the first call for that architecture. */
  public static SyscallTable of(Arch arch) {
    return switch (arch) {
      case X86_64 -> X8664.TABLE;
      case AARCH64 -> Aarch64.TABLE;
    };
  }

  /** The architecture whose calls these are. */
  public Arch arch() {
    return arch;
  }

  /** The number of the call {@code name}, empty when this architecture has no such call. */
  public OptionalInt number(String name) {
    Integer number = numbers.get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** The name of call {@code nr}, empty for holes, negative and unknown numbers. */
  public Optional<String> name(int nr) {
    return nr < 0 || nr >= names.length ? Optional.empty() : Optional.ofNullable(names[nr]);
  }

  /** The highest number in the table; kernels newer than the table may have higher ones. */
  public int newest() {
    return names.length - 1;
  }

  /** All names, in ascending order of their numbers; unmodifiable. */
  public Collection<String> names() {
    return numbers.keySet();
  }

  private static final class X8664 {
    static final SyscallTable TABLE = read(Arch.X86_64);
  }

  private static final class Aarch64 {
    static final SyscallTable TABLE = read(Arch.AARCH64);
  }

  private static SyscallTable read(Arch arch) {
    String resource = "syscalls-" + arch.kernelName() + ".txt";
    try (var in = SyscallTable.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            resource + " is missing beside " + SyscallTable.class + "; was the jar repackaged?");
      }
      return parse(arch, resource, new String(in.readAllBytes(), US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + resource, e);
    }
  }

  private static SyscallTable parse(Arch arch, String resource, String text) {
    Map<String, Integer> numbers = LinkedHashMap.newLinkedHashMap(512);
    int newest = -1;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int space = line.indexOf(' ');
      int number = Integer.parseInt(line, 0, space, 10);
      if (number <= newest || numbers.put(line.substring(space + 1), number) != null) {
        throw new IllegalStateException(resource + ": out of order or twice: " + line);
      }
      newest = number;
    }
    return new SyscallTable(arch, numbers, newest);
  }
}
