/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --bind} and {@code --bind-ro} take.
 *
 * @param host a file or directory of the host
 * @param guest where the program sees it, absolute
 */
record BindArgument(Path host, String guest) {

  /** Reads {@code SRC:DST}. DST begins at the last {@code :/}, so SRC may contain colons. */
  static final class Converter implements ITypeConverter<BindArgument> {
    @Override
    public BindArgument convert(String text) {
      int colon = text.lastIndexOf(":/");
      if (colon < 1) {
        throw new TypeConversionException(
            "'" + text + "' is no bind: SRC:DST with an absolute DST, for example ./data:/data");
      }
      try {
        return new BindArgument(Path.of(text.substring(0, colon)), text.substring(colon + 1));
      } catch (InvalidPathException noPath) {
        throw new TypeConversionException("'" + text + "' is no bind: " + noPath.getReason());
      }
    }
  }
}
