/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A variable of the program's environment.
 *
 * @param name its name
 * @param value its value, which may be empty
 */
record VariableArgument(String name, String value) {

  /** Reads {@code NAME=VALUE}; the value goes to the end and may contain more equals signs. */
  static final class Converter implements ITypeConverter<VariableArgument> {
    @Override
    public VariableArgument convert(String text) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new TypeConversionException(
            "'" + text + "' is no variable: NAME=VALUE, for example LANG=C");
      }
      return new VariableArgument(text.substring(0, equals), text.substring(equals + 1));
    }
  }
}
