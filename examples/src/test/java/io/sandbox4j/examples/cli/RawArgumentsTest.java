/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawArgumentsTest {
  private static final byte[] NO_TEXT = {'f', (byte) 0xff};

  @Test
  void bytes_that_are_no_text_stay_what_they_were() {
    byte[][] last = RawArguments.of(commandLine("java", "Main", NO_TEXT)).last(List.of("f\ufffd"));
    assertArrayEquals(new byte[][] {NO_TEXT}, last);
  }

  @Test
  void text_is_utf_8() {
    byte[][] last = RawArguments.unknown().last(List.of("é", ""));
    assertArrayEquals(new byte[][] {{(byte) 0xc3, (byte) 0xa9}, {}}, last);
  }

  private static byte[] commandLine(String java, String main, byte[] last) {
    byte[] head = (java + "\0" + main + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + last.length + 1);
    System.arraycopy(last, 0, all, head.length, last.length);
    return all;
  }
}
