// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
import java.net.ServerSocket;

public class Main {
  public static void main(String[] args) throws Exception {
    try (var server = new ServerSocket(8080)) {
      server.accept();
    }
  }
}
