// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0

package greeting;

/** Greets. */
public record Greeting(String name) {
  public Greeting {
    if (name.isBlank()) {
      throw new IllegalArgumentException("whom?");
    }
  }

  public String text() {
    return "Hello, " + name.strip() + "!";
  }
}
