/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Policy files of the caller's. */
final class PolicyFiles {
  /** Of one file; the reader counts characters besides. */
  private static final int MOST_BYTES = 4 << 20;

  private PolicyFiles() {}

  static SeccompPolicy read(Path file, Map<String, SyscallHandler> handlers) {
    String base = String.valueOf(file.getFileName());
    int dot = base.lastIndexOf('.');
    String name = dot > 0 ? base.substring(0, dot) : base;
    return PolicyReader.read(name, file.toString(), new Beside(), BuiltInPolicies.sets(), handlers);
  }

  static SeccompPolicy parse(String name, String text, Map<String, SyscallHandler> handlers) {
    var files = PolicyReader.Files.flat(key -> key.equals(name) ? text : BuiltInPolicies.text(key));
    return PolicyReader.read(name, name, files, BuiltInPolicies.sets(), handlers);
  }

  /** Files are named by their paths, those of the library in angle brackets. */
  private record Beside() implements PolicyReader.Files {
    @Override
    public String resolve(String from, String name) {
      if (name.indexOf('/') < 0 && name.indexOf('.') < 0) {
        return "<" + name + ">";
      }
      if (from.startsWith("<")) {
        throw new IllegalArgumentException("there is no policy " + name + " in the library");
      }
      return Path.of(from).resolveSibling(name).normalize().toString();
    }

    @Override
    public String text(String key) {
      return key.startsWith("<")
          ? BuiltInPolicies.text(key.substring(1, key.length() - 1))
          : PolicyFiles.text(Path.of(key));
    }
  }

  private static String text(Path file) {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IllegalArgumentException(file + " has more than " + MOST_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the policy file " + file + " cannot be read: " + e, e);
    }
  }
}
