/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
  @TempDir Path folder;
  private Path checkout = Path.of("");
  private Path caches = Path.of("");

  @BeforeEach
  void make_a_checkout() throws IOException {
    checkout = folder.resolve("checkout");
    Files.createDirectories(checkout.resolve("src"));
    caches = folder.resolve("caches");
    Files.writeString(checkout.resolve("src/a.c"), "int a;");
  }

  private Cache cache() throws IOException {
    return Cache.of(caches, checkout, List.of("src/*"));
  }

  @Nested
  class The_workspace {
    @Test
    void has_the_files_of_the_checkout() throws IOException {
      try (var workspace = Workspace.copyOf(checkout, new Cache.None())) {
        assertEquals("int a;", Files.readString(workspace.checkout().resolve("src/a.c")));
      }
    }

    @Test
    void does_not_belong_to_root() throws IOException {
      try (var workspace = Workspace.copyOf(checkout, new Cache.None())) {
        for (Path path : List.of(workspace.checkout(), workspace.cache())) {
          assertNotEquals(0, Files.getAttribute(path, "unix:uid"));
        }
        assertNotEquals(0, Files.getAttribute(workspace.checkout().resolve("src/a.c"), "unix:uid"));
      }
    }

    @Test
    void is_gone_when_closed_and_the_checkout_is_not() throws IOException {
      Path copy;
      try (var workspace = Workspace.copyOf(checkout, new Cache.None())) {
        copy = workspace.checkout();
      }
      assertFalse(Files.exists(copy));
      assertTrue(Files.exists(checkout.resolve("src/a.c")));
    }

    @Test
    void has_links_as_links() throws IOException {
      Path secret = Files.writeString(folder.resolve("secret"), "secret");
      Files.createSymbolicLink(checkout.resolve("link"), secret);
      try (var workspace = Workspace.copyOf(checkout, new Cache.None())) {
        assertEquals(secret, Files.readSymbolicLink(workspace.checkout().resolve("link")));
      }
      assertEquals("secret", Files.readString(secret));
    }
  }

  @Nested
  class A_tree {
    @Test
    void that_is_too_large_is_not_copied() {
      var refused =
          assertThrows(
              IOException.class, () -> Trees.copy(checkout, folder.resolve("copy"), Size.bytes(3)));
      assertTrue(refused.toString().contains("3 bytes"), refused::toString);
    }
  }

  @Nested
  class The_cache {
    @Test
    void hands_on_what_a_build_kept() throws IOException {
      Path made = Files.createDirectories(folder.resolve("made"));
      Files.writeString(made.resolve("a.o"), "object");
      cache().keep(made);
      try (var workspace = Workspace.copyOf(checkout, cache())) {
        assertEquals("object", Files.readString(workspace.cache().resolve("a.o")));
      }
    }

    @Test
    void never_changes_an_entry() throws IOException {
      Path made = Files.createDirectories(folder.resolve("made"));
      cache().keep(made);
      Files.writeString(made.resolve("late.o"), "object");
      cache().keep(made);
      try (var workspace = Workspace.copyOf(checkout, cache());
          Stream<Path> files = Files.list(workspace.cache())) {
        assertEquals(List.of(), files.toList());
      }
    }

    @Test
    void has_another_key_for_another_content() throws IOException {
      Cache before = cache();
      Files.writeString(checkout.resolve("src/a.c"), "int b;");
      assertNotEquals(before, cache());
    }

    @Test
    void has_the_same_key_if_only_other_files_change() throws IOException {
      Cache before = cache();
      Files.writeString(checkout.resolve("README"), "not in the key");
      assertEquals(before, cache());
    }
  }
}
