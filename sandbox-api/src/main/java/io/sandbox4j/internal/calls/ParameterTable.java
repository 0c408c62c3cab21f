/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.calls;

import io.sandbox4j.internal.calls.ArgumentKind.Field;
import io.sandbox4j.internal.calls.ArgumentKind.Plain;
import io.sandbox4j.internal.calls.ArgumentKind.Structure;
import io.sandbox4j.internal.calls.ArgumentKind.Values;
import io.sandbox4j.internal.linux.Arch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code arguments.txt}: the parameters of each call. Immutable. */
final class ParameterTable {
  private static final String WIDE = "/64";

  private final ValueSets sets;
  private final Map<String, Structure> structures = new HashMap<>();
  private final Map<String, List<Parameter>> calls = new HashMap<>();

  private ParameterTable(ValueSets sets) {
    this.sets = sets;
  }

  static ParameterTable of(Arch arch) {
    var table = new ParameterTable(ValueSets.of(arch));
    List<String[]> lines =
        Texts.resource("arguments.txt")
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split(" ", -1))
            .toList();
    lines.stream().filter(words -> words[0].equals("struct")).forEach(table::structure);
    lines.stream().filter(words -> !words[0].equals("struct")).forEach(table::call);
    return table;
  }

  private void structure(String[] words) {
    List<Field> fields = new ArrayList<>();
    for (int i = 3; i < words.length; i++) {
      int at = words[i].indexOf('@');
      int colon = words[i].indexOf(':');
      int offset = Integer.parseInt(words[i], at + 1, colon, 10);
      fields.add(new Field(words[i].substring(0, at), offset, kind(words[i].substring(colon + 1))));
    }
    structures.put(words[1], new Structure(Integer.parseInt(words[2]), fields));
  }

  private void call(String[] words) {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      int colon = words[i].indexOf(':');
      parameters.add(
          new Parameter(words[i].substring(0, colon), kind(words[i].substring(colon + 1))));
    }
    if (calls.put(words[0], List.copyOf(parameters)) != null) {
      throw new IllegalStateException("arguments.txt has two lines for " + words[0]);
    }
  }

  private ArgumentKind kind(String word) {
    for (var plain : Plain.values()) {
      if (plain.word().equals(word)) {
        return plain;
      }
    }
    if (word.startsWith("*")) {
      Structure structure = structures.get(word.substring(1));
      if (structure == null) {
        throw new IllegalStateException("arguments.txt has no struct " + word);
      }
      return structure;
    }
    boolean wide = word.endsWith(WIDE);
    String set = wide ? word.substring(0, word.length() - WIDE.length()) : word;
    return new Values(sets.named(set), wide);
  }

  /** The parameters of a call, or of {@code CALL/VALUE}; null for those that are not there. */
  @Nullable List<Parameter> parameters(String call) {
    return calls.get(call);
  }

  /** The names of a set. */
  ValueSet values(String set) {
    return sets.named(set);
  }

  /** Calls, and {@code CALL/VALUE}, that the table has. */
  Set<String> calls() {
    return Set.copyOf(calls.keySet());
  }
}
