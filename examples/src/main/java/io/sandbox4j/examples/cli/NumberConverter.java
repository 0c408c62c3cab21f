/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads numbers; whether one is within its bounds is for the library to say.
 *
 * @param reader reads one, or throws NumberFormatException
 * @param expected what there should be, in words
 */
record NumberConverter<T>(Function<String, T> reader, String expected)
    implements ITypeConverter<T> {

  /** Numbers without a fraction. */
  static NumberConverter<Integer> whole() {
    return new NumberConverter<>(Integer::valueOf, "digits, for example 100");
  }

  /** Numbers with or without a fraction. */
  static NumberConverter<Double> decimal() {
    return new NumberConverter<>(Double::valueOf, "digits, for example 1 or 0.5");
  }

  @Override
  public T convert(String text) {
    try {
      return reader.apply(text);
    } catch (NumberFormatException noNumber) {
      throw new TypeConversionException("'" + text + "' is no number: " + expected);
    }
  }
}
