// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0

package greeting;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks the server once. */
public final class GreetingClient {
  private GreetingClient() {}

  public static void main(String[] args) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        var out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      out.println("loopback");
      System.out.println(in.readLine());
    }
  }
}
