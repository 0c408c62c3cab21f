/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestTextTest {

  @Nested
  class Text {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Größe", "€", "😀", "a😀b"})
    void is_utf_8(String text) {
      assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), GuestText.encode(text));
      assertEquals(text, GuestText.decode(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void with_half_a_pair_is_refused_instead_of_sent_as_a_question_mark() {
      for (String half : new String[] {"a\ud83d", "\ud83dx", "\ude00", "\udc7f", "\udd00"}) {
        String message =
            assertThrows(IllegalArgumentException.class, () -> GuestText.encode(half)).getMessage();
        assertTrue(message.contains("surrogate"), message);
      }
    }
  }

  @Nested
  class Bytes {
    @Test
    void that_are_no_utf_8_stand_as_escapes() {
      assertEquals("a\udcffb", GuestText.decode(new byte[] {'a', (byte) 0xff, 'b'}));
      assertArrayEquals(new byte[] {'a', (byte) 0xff, 'b'}, GuestText.encode("a\udcffb"));
    }

    @Test
    void of_any_kind_come_back_as_they_were() {
      Random random = new Random(42);
      for (int i = 0; i < 20_000; i++) {
        byte[] bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        assertArrayEquals(bytes, GuestText.encode(GuestText.decode(bytes)));
      }
    }

    @Test
    void that_encode_a_surrogate_come_back_as_they_were() {
      byte[] cesu = {(byte) 0xed, (byte) 0xb2, (byte) 0x80, (byte) 0xf0, (byte) 0x9f};
      assertArrayEquals(cesu, GuestText.encode(GuestText.decode(cesu)));
    }
  }
}
