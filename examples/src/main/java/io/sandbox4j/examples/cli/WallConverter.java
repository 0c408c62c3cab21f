/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.Wall;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a wall in either case, with hyphens or underscores. */
final class WallConverter implements ITypeConverter<Wall> {
  @Override
  public Wall convert(String text) {
    String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(Wall.values())
        .filter(wall -> wall.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "'" + text + "' is no wall; walls are " + String.join(", ", new Names())));
  }

  /** The names of all walls. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Wall.values()).map(Wall::name).iterator();
    }
  }
}
