/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.Size;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes such as {@code 64m}; {@code unlimited} is no bound. */
final class SizeConverter implements ITypeConverter<Size> {
  @Override
  public Size convert(String text) {
    if (text.toLowerCase(Locale.ROOT).equals(DurationConverter.UNLIMITED)) {
      return Size.UNLIMITED;
    }
    try {
      return Size.parse(text);
    } catch (IllegalArgumentException noSize) {
      throw new TypeConversionException(noSize.getMessage() + ", or unlimited");
    }
  }
}
