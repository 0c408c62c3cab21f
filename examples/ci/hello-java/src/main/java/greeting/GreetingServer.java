// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0

package greeting;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

/** Reads a name a connection and greets it. */
public final class GreetingServer {
  private GreetingServer() {}

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    try (var server = new ServerSocket(port, 8, InetAddress.getLoopbackAddress())) {
      System.out.println("ready");
      while (true) {
        try (var peer = server.accept();
            var in =
                new BufferedReader(
                    new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8));
            var out = new PrintWriter(peer.getOutputStream(), true, StandardCharsets.UTF_8)) {
          String name = in.readLine();
          out.println(new Greeting(name == null ? "nobody" : name).text());
        }
      }
    }
  }
}
