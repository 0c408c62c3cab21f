/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.Root;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what the program sees as {@code /}: {@code host}, {@code empty} or a directory. */
final class RootConverter implements ITypeConverter<Root> {
  @Override
  public Root convert(String text) {
    return switch (text) {
      case "host" -> Root.hostSystem();
      case "empty" -> Root.empty();
      default -> {
        // A word without a slash is a slip of the pen more often than a directory's name.
        if (!text.contains("/") && !text.equals(".")) {
          throw new TypeConversionException(
              "'"
                  + text
                  + "' is no root: host, empty, or the path of a directory (./"
                  + text
                  + ")");
        }
        yield Root.directory(Path.of(text).toAbsolutePath().normalize());
      }
    };
  }
}
