/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What this host allows, found by trying.
 *
 * @param findings one for each subject
 */
public record HostReport(List<Finding> findings) implements Serializable {
  /** Version of the JSON form. */
  public static final int VERSION = 1;

  /** Copies the list. */
  public HostReport {
    findings = List.copyOf(findings);
  }

  /** How it stands with a subject. */
  public enum State {
    /** It works. */
    AVAILABLE,
    /** It is missing, and sandboxes are built without it. */
    ABSENT,
    /** It is missing, and sandboxes are not built without it. */
    MISSING,
    /** It works, but measures or limits less well than it could. */
    ADVICE
  }

  /**
   * One subject.
   *
   * @param subject what was tried, for example {@code user namespaces}
   * @param state how it stands
   * @param reason what was seen
   * @param fix what to do, or empty
   */
  public record Finding(String subject, State state, String reason, String fix)
      implements Serializable {
    /** Checks that nothing is missing. */
    public Finding {
      Objects.requireNonNull(subject, "subject");
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(fix, "fix");
    }
  }

  /** {@return whether a sandbox with the default walls can be built} */
  public boolean isSufficient() {
    return findings.stream().noneMatch(f -> f.state() == State.MISSING);
  }

  /** {@return the report as JSON, with a version} */
  public String toJson() {
    StringBuilder out =
        new StringBuilder("{\"version\":" + VERSION + ",\"sufficient\":" + isSufficient());
    out.append(",\"findings\":[");
    String comma = "";
    for (Finding f : findings) {
      out.append(comma).append("{\"subject\":").append(quote(f.subject()));
      out.append(",\"state\":").append(quote(f.state().name()));
      out.append(",\"reason\":").append(quote(f.reason()));
      out.append(",\"fix\":").append(quote(f.fix())).append('}');
      comma = ",";
    }
    return out.append("]}").toString();
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        default -> {
          if (c < ' ' || c == '\u007f') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (Finding f : findings) {
      out.append(String.format("%-10s %s: %s%n", f.state(), f.subject(), f.reason()));
      if (!f.fix().isEmpty()) {
        out.append("           fix: ").append(f.fix()).append(System.lineSeparator());
      }
    }
    return out.toString();
  }
}
