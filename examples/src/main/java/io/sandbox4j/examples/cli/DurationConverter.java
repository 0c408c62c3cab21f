/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.Limits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times such as {@code 1.5s}, {@code 200ms} or {@code 2m}; {@code unlimited} is no bound. */
final class DurationConverter implements ITypeConverter<Duration> {
  static final String UNLIMITED = "unlimited";

  /** Digits are bounded, so that no number of theirs is expensive to compute with. */
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)(us|ms|s|m|h)");

  @Override
  public Duration convert(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.equals(UNLIMITED)) {
      return Limits.UNLIMITED;
    }
    Matcher matcher = TEXT.matcher(lower);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is no time: a number and a unit us, ms, s, m or h, for example 1.5s, or unlimited");
    }
    BigDecimal nanos =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(nanosOf(matcher.group(2))));
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0) {
      throw new TypeConversionException("'" + text + "' is above 292 years; say unlimited");
    }
    return Duration.ofNanos(nanos.longValue());
  }

  private static long nanosOf(String unit) {
    return switch (unit) {
      case "us" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      default -> 3_600_000_000_000L;
    };
  }
}
