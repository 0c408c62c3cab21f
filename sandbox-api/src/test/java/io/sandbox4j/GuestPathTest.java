/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import static io.sandbox4j.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestPathTest {

  @Nested
  class An_absolute_path {
    @ParameterizedTest
    @CsvSource({"/, /", "/a, /a", "/a/, /a", "//a//b, /a/b", "/a/./b/., /a/b"})
    void is_brought_into_its_normal_form(String path, String normal) {
      assertEquals(normal, GuestPath.absolute(path).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "./a", ""})
    void starts_with_a_slash(String path) {
      refused(() -> GuestPath.absolute(path), "'" + path + "'", "relative");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..", "/../etc", "/a/../../etc"})
    void does_not_lead_outside_the_root(String path) {
      refused(() -> GuestPath.absolute(path), path, "outside");
    }

    @Test
    void has_no_nul() {
      refused(() -> GuestPath.absolute("/a\0b"), "NUL", "/a?b");
    }
  }

  @Nested
  class A_path_from_the_work_directory {
    @ParameterizedTest
    @CsvSource({
      "a.out, /work/a.out",
      "./a.out, /work/a.out",
      "., /work",
      "/tmp/x, /tmp/x",
      "a//b, /work/a/b"
    })
    void starts_there_unless_it_is_absolute(String path, String normal) {
      assertEquals(normal, GuestPath.fromWork(path).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../etc/passwd", "a/../../x"})
    void does_not_lead_outside(String path) {
      refused(() -> GuestPath.fromWork(path), path, "outside");
    }

    @Test
    void is_not_empty() {
      refused(() -> GuestPath.fromWork(""), "empty");
    }
  }

  @Test
  void the_constructor_takes_the_normal_form_only() {
    assertEquals("/a/b", new GuestPath("/a/b").text());
    refused(() -> new GuestPath("/a/"), "'/a/'");
    refused(() -> new GuestPath("a"), "'a'");
  }

  @Test
  void contains_itself_and_what_is_below() {
    GuestPath work = GuestPath.WORK;
    assertTrue(work.contains(work));
    assertTrue(work.contains(GuestPath.fromWork("a/b")));
    assertTrue(GuestPath.absolute("/").contains(work));
    assertFalse(work.contains(GuestPath.absolute("/workshop")));
    assertFalse(work.contains(GuestPath.absolute("/")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/..", "a/../b", "..", "/a/./.."})
  void has_no_dot_dot_even_where_it_would_stay_inside(String path) {
    refused(() -> GuestPath.fromWork(path), "'..'");
  }

  @Test
  void is_as_long_as_the_kernel_takes() {
    String name = "n".repeat(255);
    assertEquals("/" + name, GuestPath.absolute("/" + name).text());
    refused(() -> GuestPath.absolute("/" + name + "n"), "255", "256");
    refused(() -> GuestPath.absolute("/" + "ü".repeat(128)), "255", "256");
    refused(() -> GuestPath.absolute(("/" + name).repeat(16)), "4095", "4096");
  }

  @Test
  void of_any_bytes_gives_them_back() {
    byte[] odd = {'/', 'a', (byte) 0xff};
    assertArrayEquals(odd, GuestPath.ofBytes(odd).bytes());
    assertEquals(GuestPath.ofBytes(odd), GuestPath.absolute(GuestPath.ofBytes(odd).text()));
  }
}
