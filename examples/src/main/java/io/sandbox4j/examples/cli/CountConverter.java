/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of processes and threads; {@code unlimited} is {@link Long#MAX_VALUE}. */
final class CountConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    if (text.toLowerCase(Locale.ROOT).equals(DurationConverter.UNLIMITED)) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException noNumber) {
      throw new TypeConversionException(
          "'" + text + "' is no count: digits, for example 64, or unlimited");
    }
  }
}
