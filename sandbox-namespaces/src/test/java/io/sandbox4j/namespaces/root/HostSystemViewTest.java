/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSystemViewTest {
  @TempDir Path host;

  @BeforeEach
  void a_merged_usr_host() throws IOException {
    Files.createDirectories(host.resolve("usr/lib/jvm/java-17/conf"));
    Files.createSymbolicLink(host.resolve("bin"), Path.of("usr/bin"));
    Files.createDirectories(host.resolve("etc/ssl/certs"));
    Files.createDirectories(host.resolve("etc/ssl/private"));
    Files.createDirectories(host.resolve("etc/java-17-openjdk"));
    Files.createDirectories(host.resolve("etc/ld.so.conf.d"));
    Files.writeString(host.resolve("etc/ld.so.conf"), "include /etc/ld.so.conf.d/*.conf\n");
    Files.writeString(host.resolve("etc/ld.so.conf.d/a.conf"), "# comment\n/usr/lib/extra\n");
    Files.writeString(host.resolve("etc/shadow"), "root:!:1::::::\n");
    Files.createSymbolicLink(host.resolve("etc/localtime"), Path.of("/usr/share/zoneinfo/Etc/UTC"));
    Files.createSymbolicLink(
        host.resolve("usr/lib/jvm/java-17/conf/net.properties"),
        Path.of("/etc/java-17-openjdk/net.properties"));
    Files.createSymbolicLink(
        host.resolve("usr/lib/jvm/java-17/conf/passwd"), Path.of("/etc/passwd"));
  }

  /** JUnit warns of links that lead out of what it removes. */
  @AfterEach
  void without_its_links() throws IOException {
    for (String link :
        List.of(
            "etc/localtime",
            "usr/lib/jvm/java-17/conf/net.properties",
            "usr/lib/jvm/java-17/conf/passwd")) {
      Files.delete(host.resolve(link));
    }
  }

  private List<RootEntry> entries() {
    return new HostSystemView(host).entries();
  }

  @Test
  void p42_shows_what_ordinary_programs_need() {
    assertEquals(
        List.of(
            new RootEntry.Link("bin", "usr/bin"),
            new RootEntry.Bind("usr", host.resolve("usr"), true),
            new RootEntry.Bind("etc/java-17-openjdk", host.resolve("etc/java-17-openjdk"), true),
            new RootEntry.Bind("etc/ssl/certs", host.resolve("etc/ssl/certs"), true),
            new RootEntry.Link("etc/localtime", "/usr/share/zoneinfo/Etc/UTC"),
            new RootEntry.Text("etc/ld.so.conf", "/usr/lib/extra\n")),
        entries());
  }

  @Test
  void shows_no_users_and_no_keys_of_the_host() {
    assertTrue(
        entries().stream()
            .noneMatch(e ->
                e.at().equals("etc")
                    || e.at().contains("shadow")
                    || e.at().contains("passwd")
                    || e.at().contains("private")));
  }

  @Test
  void a_host_without_merged_usr_shows_its_trees() throws IOException {
    Files.delete(host.resolve("bin"));
    Files.createDirectory(host.resolve("bin"));
    assertTrue(entries().contains(new RootEntry.Bind("bin", host.resolve("bin"), true)));
  }

  @Test
  void names_are_made_up() {
    List<RootEntry> accounts = Accounts.entries(1000, 1000, "sandbox");
    assertTrue(
        accounts.contains(
            new RootEntry.Text(
                "etc/passwd",
                """
                root:x:0:0:root:/tmp:/bin/sh
                sandbox:x:1000:1000:sandbox:/tmp:/bin/sh
                nobody:x:65534:65534:nobody:/:/bin/false
                """)));
  }
}
