// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
import java.util.ArrayList;
import java.util.List;

public class Main {
  public static void main(String[] args) {
    List<byte[]> kept = new ArrayList<>();
    while (true) {
      kept.add(new byte[1 << 20]);
    }
  }
}
