/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import io.sandbox4j.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes typed values out of properties, and knows afterwards which keys nobody asked for. */
final class PropertyReader {
  private static final Pattern SECONDS = Pattern.compile("(\\d+(?:\\.\\d{1,9})?)(ms|s)");

  private final Properties properties;
  private final TreeSet<String> known = new TreeSet<>();

  PropertyReader(Properties properties) {
    this.properties = properties;
  }

  Duration duration(String key, Duration otherwise) {
    String text = text(key);
    return text == null ? otherwise : parseDuration(key, text);
  }

  Map<Language, Duration> durationsByLanguage(String prefix) {
    Map<Language, Duration> found = new EnumMap<>(Language.class);
    for (Language language : Language.values()) {
      String key = prefix + "." + language.name().toLowerCase(Locale.ROOT);
      String text = text(key);
      if (text != null) {
        found.put(language, parseDuration(key, text));
      }
    }
    return found;
  }

  Size size(String key, Size otherwise) {
    String text = text(key);
    return text == null ? otherwise : Size.parse(text);
  }

  <E extends Enum<E>> E choice(String key, Class<E> kind, E otherwise) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    for (E constant : kind.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "%s = %s: it is one of %s"
            .formatted(
                key, text, Arrays.toString(kind.getEnumConstants()).toLowerCase(Locale.ROOT)));
  }

  /** Throws if there are keys that were not asked for: a mistyped limit must not vanish. */
  void refuseUnknown() {
    var unknown = new TreeSet<>(properties.stringPropertyNames());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown keys " + unknown + "; there are " + known);
    }
  }

  private @Nullable String text(String key) {
    known.add(key);
    String text = properties.getProperty(key);
    return text == null ? null : text.strip();
  }

  private static Duration parseDuration(String key, String text) {
    var matcher = SECONDS.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          key + " = " + text + ": a duration is digits and s or ms, for example 1.5s");
    }
    int digits = matcher.group(2).equals("s") ? 9 : 6;
    long nanos = new BigDecimal(matcher.group(1)).movePointRight(digits).longValue();
    if (nanos <= 0) {
      throw new IllegalArgumentException(key + " = " + text + ": a limit is positive");
    }
    return Duration.ofNanos(nanos);
  }
}
