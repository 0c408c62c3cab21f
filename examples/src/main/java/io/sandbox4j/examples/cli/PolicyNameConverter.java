/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.seccomp.SeccompPolicy;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the name of a built-in seccomp policy. A file is refused: its language is not there yet.
 */
final class PolicyNameConverter implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    if (SeccompPolicy.names().contains(text)) {
      return text;
    }
    String there = String.join(", ", SeccompPolicy.names());
    throw new TypeConversionException(
        text.contains("/") || text.contains(".")
            ? "policy files such as '" + text + "' are not read; the built-in policies are " + there
            : "there is no seccomp policy '" + text + "'; the built-in policies are " + there);
  }

  /** The names of the built-in policies. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return SeccompPolicy.names().iterator();
    }
  }
}
