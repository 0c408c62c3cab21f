/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.Size;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --tmpfs} takes.
 *
 * @param guest where the program sees it, absolute
 * @param size how much it holds
 */
record TmpfsArgument(String guest, Size size) {
  /** What a file system in memory holds when nothing is said. */
  static final Size DEFAULT_SIZE = Size.mib(16);

  /** Reads {@code DST[:SIZE]}. */
  static final class Converter implements ITypeConverter<TmpfsArgument> {
    private final SizeConverter sizes = new SizeConverter();

    @Override
    public TmpfsArgument convert(String text) {
      if (!text.startsWith("/")) {
        throw new TypeConversionException(
            "'"
                + text
                + "' is no tmpfs: DST or DST:SIZE with an absolute DST, for example /cache:16m");
      }
      int colon = text.lastIndexOf(':');
      return colon < 0
          ? new TmpfsArgument(text, DEFAULT_SIZE)
          : new TmpfsArgument(text.substring(0, colon), sizes.convert(text.substring(colon + 1)));
    }
  }
}
