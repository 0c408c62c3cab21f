// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0

package greeting;

/** Run with assertions enabled. */
public final class GreetingTest {
  private GreetingTest() {}

  public static void main(String[] args) {
    assert new Greeting(" you ").text().equals("Hello, you!");
    try {
      new Greeting(" ");
      throw new AssertionError("a blank name was taken");
    } catch (IllegalArgumentException expected) {
      System.out.println("all tests passed");
    }
  }
}
