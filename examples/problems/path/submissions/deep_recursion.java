// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
public class Main {
  private static int deeper(int depth) {
    return 1 + deeper(depth + 1);
  }

  public static void main(String[] args) {
    System.out.println(deeper(0));
  }
}
