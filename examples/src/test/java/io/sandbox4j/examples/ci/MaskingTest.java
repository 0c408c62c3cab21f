/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

class MaskingTest {
  @Test
  void a_secret_is_hidden_wherever_it_stands() {
    assertEquals("a=***,b=***", new Masking(List.of("hunter2")).mask("a=hunter2,b=hunter2"));
  }

  @Test
  void the_rest_of_the_line_stays() {
    assertEquals("nothing\tto hide", new Masking(List.of("hunter2")).mask("nothing\tto hide"));
  }

  @Test
  void a_secret_that_contains_another_leaves_no_rest() {
    assertEquals("***", new Masking(List.of("key", "key-and-more")).mask("key-and-more"));
  }

  @Test
  void each_line_of_a_secret_is_one() {
    var masking = new Masking(List.of("first line\nsecond line\n"));
    assertEquals("*** ***", masking.mask("first line second line"));
  }

  @Test
  void an_empty_secret_masks_nothing() {
    assertEquals("abc", new Masking(List.of("", "\n")).mask("abc"));
  }

  @Test
  void a_secret_is_text_and_no_pattern() {
    assertEquals("abc ***", new Masking(List.of("a.c$1")).mask("abc a.c$1"));
  }

  @Test
  void control_characters_do_not_reach_the_terminal() {
    assertFalse(new Masking(List.of()).mask("\u001b]0;title\u0007\r").contains("\u001b"));
  }
}
