/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostServicesTest {
  @TempDir Path directory;

  private ServerSocketChannel service(Path at) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(at));
    return channel;
  }

  @Test
  void p17_a_directory_with_a_socket_is_refused() throws IOException {
    try (var _ = service(directory.resolve("docker.sock"))) {
      var failure =
          assertThrows(IllegalArgumentException.class, () -> HostServices.look(directory, false));
      assertTrue(String.valueOf(failure.getMessage()).contains("docker.sock"));
    }
  }

  @Test
  void p17_so_is_a_socket_itself() throws IOException {
    Path socket = directory.resolve("s");
    try (var _ = service(socket)) {
      assertThrows(IllegalArgumentException.class, () -> HostServices.look(socket, false));
    }
  }

  @Test
  void who_wants_them_gets_them() throws IOException {
    try (var _ = service(directory.resolve("s"))) {
      assertEquals(HostServices.Kind.DIRECTORY, HostServices.look(directory, true));
    }
  }

  @Test
  void files_and_directories_are_told_apart() throws IOException {
    assertEquals(
        HostServices.Kind.FILE, HostServices.look(Files.createFile(directory.resolve("f")), false));
    assertEquals(HostServices.Kind.DIRECTORY, HostServices.look(directory, false));
  }
}
