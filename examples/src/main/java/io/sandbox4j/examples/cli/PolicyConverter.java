/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.seccomp.SeccompPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a seccomp policy: the name of one that comes with the library, the path of a policy file
 * (with a slash or a dot), or {@code -} for standard input.
 */
final class PolicyConverter implements ITypeConverter<SeccompPolicy> {
  @Override
  public SeccompPolicy convert(String text) {
    try {
      if (text.equals("-")) {
        String read = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        return SeccompPolicy.parse("stdin", read);
      }
      return text.indexOf('/') >= 0 || text.indexOf('.') >= 0
          ? SeccompPolicy.read(Path.of(text))
          : SeccompPolicy.named(text);
    } catch (IllegalArgumentException | UncheckedIOException | IOException mistake) {
      throw new TypeConversionException(String.valueOf(mistake.getMessage()));
    }
  }

  /** The names of the policies that come with the library. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return SeccompPolicy.names().iterator();
    }
  }
}
