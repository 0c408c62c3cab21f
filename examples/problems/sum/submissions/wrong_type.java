// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
public class Main {
  public static void main(String[] args) {
    int sum = "not a number";
    System.out.println(sum);
  }
}
