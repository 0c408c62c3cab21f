/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.calls;

import io.sandbox4j.internal.linux.Arch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sets of {@code values.txt} as one architecture has them. */
final class ValueSets {
  private final Map<String, ValueSet> sets;

  private ValueSets(Map<String, ValueSet> sets) {
    this.sets = Map.copyOf(sets);
  }

  static ValueSets of(Arch arch) {
    Map<String, ValueSet> sets = new HashMap<>();
    String name = "";
    boolean flags = false;
    List<ValueSet.Named> names = new ArrayList<>();
    for (String line : (Iterable<String>) Texts.resource("values.txt").lines()::iterator) {
      int comment = line.indexOf('#');
      String text = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (text.isEmpty()) {
        continue;
      }
      String[] words = text.split(" ", -1);
      if (words[0].equals("flags") || words[0].equals("values")) {
        add(sets, new ValueSet(name, flags, names));
        name = words[1];
        flags = words[0].equals("flags");
        names.clear();
      } else if (isFor(arch, words)) {
        names.add(named(words));
      }
    }
    add(sets, new ValueSet(name, flags, names));
    return new ValueSets(sets);
  }

  private static void add(Map<String, ValueSet> sets, ValueSet set) {
    if (!set.name().isEmpty() && sets.put(set.name(), set) != null) {
      throw new IllegalStateException("values.txt has two sets " + set.name());
    }
  }

  private static boolean isFor(Arch arch, String[] words) {
    List<String> all = List.of(words);
    for (Arch other : Arch.values()) {
      if (other != arch && all.contains(other.kernelName())) {
        return false;
      }
    }
    return true;
  }

  private static ValueSet.Named named(String[] words) {
    long value = number(words[1]);
    boolean masked = words.length > 2 && words[2].startsWith("/");
    return new ValueSet.Named(words[0], value, masked ? number(words[2].substring(1)) : value);
  }

  private static long number(String word) {
    return word.equals("~0")
        ? -1
        : word.startsWith("0x")
            ? Long.parseUnsignedLong(word, 2, word.length(), 16)
            : Long.parseLong(word);
  }

  /**
   * The set of that name.
   *
   * @throws IllegalStateException when there is none
   */
  ValueSet named(String name) {
    ValueSet set = sets.get(name);
    if (set == null) {
      throw new IllegalStateException("values.txt has no set " + name);
    }
    return set;
  }
}
