/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sandbox4j.Limits;
import io.sandbox4j.Size;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {

  @Nested
  class Times {
    private final DurationConverter converter = new DurationConverter();

    @ParameterizedTest
    @CsvSource({
      "1.5s, PT1.5S",
      "200ms, PT0.2S",
      "2m, PT2M",
      "1h, PT1H",
      "250us, PT0.00025S",
      "3S, PT3S"
    })
    void have_a_number_and_a_unit(String text, Duration time) {
      assertEquals(time, converter.convert(text));
    }

    @Test
    void can_be_unlimited() {
      assertEquals(Limits.UNLIMITED, converter.convert("unlimited"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "s", "-1s", "1,5s", "1e9s", "", "1 s", "2d"})
    void are_refused_with_an_example_when_they_are_none(String text) {
      assertRefused(
          converter,
          text,
          "'"
              + text
              + "' is no time: a number and a unit us, ms, s, m or h,"
              + " for example 1.5s, or unlimited");
    }

    @Test
    void are_refused_above_292_years() {
      assertRefused(
          converter, "9999999999999h", "'9999999999999h' is above 292 years; say unlimited");
    }
  }

  @Nested
  class Sizes {
    private final SizeConverter converter = new SizeConverter();

    @Test
    void have_units_of_1024() {
      assertEquals(Size.mib(64), converter.convert("64m"));
      assertEquals(Size.UNLIMITED, converter.convert("Unlimited"));
    }

    @Test
    void are_refused_with_an_example_when_they_are_none() {
      assertRefused(
          converter,
          "64x",
          "'64x' is no size: digits and an optional unit k, m, g or t, for example 64m, or unlimited");
    }
  }

  @Nested
  class Binds {
    private final BindArgument.Converter converter = new BindArgument.Converter();

    @Test
    void end_with_an_absolute_path_inside() {
      assertEquals(new BindArgument(Path.of("./a:b"), "/in"), converter.convert("./a:b:/in"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:b", ":/in", ""})
    void are_refused_without_one(String text) {
      assertRefused(
          converter,
          text,
          "'" + text + "' is no bind: SRC:DST with an absolute DST, for example ./data:/data");
    }
  }

  @Nested
  class File_systems_in_memory {
    private final TmpfsArgument.Converter converter = new TmpfsArgument.Converter();

    @Test
    void have_a_size_or_the_usual_one() {
      assertEquals(new TmpfsArgument("/cache", Size.mib(4)), converter.convert("/cache:4m"));
      assertEquals(
          new TmpfsArgument("/cache", TmpfsArgument.DEFAULT_SIZE), converter.convert("/cache"));
    }

    @Test
    void are_refused_at_a_relative_path() {
      assertThrows(TypeConversionException.class, () -> converter.convert("cache:4m"));
    }
  }

  @Nested
  class Variables {
    private final VariableArgument.Converter converter = new VariableArgument.Converter();

    @Test
    void keep_everything_after_the_first_equals_sign() {
      assertEquals(new VariableArgument("A", "b=c"), converter.convert("A=b=c"));
      assertEquals(new VariableArgument("A", ""), converter.convert("A="));
    }

    @Test
    void are_refused_without_a_name() {
      assertRefused(converter, "=b", "'=b' is no variable: NAME=VALUE, for example LANG=C");
    }
  }

  private static void assertRefused(ITypeConverter<?> converter, String text, String message) {
    var refused = assertThrows(TypeConversionException.class, () -> converter.convert(text));
    assertEquals(message, refused.getMessage());
  }
}
