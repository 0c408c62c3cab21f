/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The policy files beside these classes, each read when it is first asked for. */
final class BuiltInPolicies {
  /** The policies for programs; other files serve our own processes or are included. */
  static final List<String> NAMES = List.of("default", "strict", "judge", "build", "oci-default");

  /** Read once: the files are as constant as the classes. */
  private static final Map<String, SeccompPolicy> READ = new ConcurrentHashMap<>();

  static final PolicyReader.Files FILES = PolicyReader.Files.flat(BuiltInPolicies::text);

  private BuiltInPolicies() {}

  static SeccompPolicy named(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "no seccomp policy is named \"%s\"%s; there are %s"
              .formatted(
                  name, NearestName.suggestion(name, NAMES.stream()), String.join(", ", NAMES)));
    }
    return file(name);
  }

  /** The policy of the file {@code name.policy}, be it for programs or for our own processes. */
  static SeccompPolicy file(String name) {
    return READ.computeIfAbsent(name, key -> PolicyReader.read(key, key, FILES, sets(), Map.of()));
  }

  /** The sets that come with the library, in the order of their file. */
  static Map<String, SyscallSet> sets() {
    return Sets.ALL;
  }

  /** Read when the first policy asks. */
  private static final class Sets {
    static final Map<String, SyscallSet> ALL = PolicyReader.sets("sets", FILES);
  }

  static String text(String name) {
    String resource = name + ".policy";
    try (var in = BuiltInPolicies.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no policy \"" + name + "\" in the library");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + resource, e);
    }
  }
}
