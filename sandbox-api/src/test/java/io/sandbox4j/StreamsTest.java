/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import static io.sandbox4j.Refusal.refused;
import static io.sandbox4j.Refusal.refusedAs;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StreamsTest {

  @Nested
  class An_input {
    @Test
    void of_text_is_utf_8() {
      assertEquals(
          Input.bytes(new byte[] {(byte) 0xe2, (byte) 0x82, (byte) 0xac}), Input.text("€"));
    }

    @Test
    void of_bytes_is_copied() {
      byte[] mine = {1, 2};
      Input.Bytes input = (Input.Bytes) Input.bytes(mine);
      mine[0] = 9;
      input.content()[1] = 9;
      assertArrayEquals(new byte[] {1, 2}, input.content());
      assertEquals("2 bytes", input.toString());
    }

    @Test
    void of_a_stream_is_used_once() {
      InputStream stream = new ByteArrayInputStream(new byte[0]);
      Input.Stream input = (Input.Stream) Input.stream(stream);
      assertSame(stream, input.take());
      refusedAs(IllegalStateException.class, input::take, "earlier run");
    }
  }

  @Nested
  class An_output {
    @Test
    void fits_into_an_array_when_captured() {
      assertEquals(Size.gib(1), ((Output.Captured) Output.capture(Size.gib(1))).max());
      refused(() -> Output.capture(Size.gib(2)), "2 GiB");
      refused(() -> Output.capture(Size.UNLIMITED), "unlimited");
    }
  }

  @Nested
  class Captured_output {
    @Test
    void is_text_and_bytes() {
      CapturedOutput output = new CapturedOutput(new byte[] {'h', 'i', '\n'}, 3);
      assertEquals("hi\n", output.text());
      assertArrayEquals(new byte[] {'h', 'i', '\n'}, output.bytes());
      assertFalse(output.truncated());
    }

    @Test
    void says_when_more_was_written() {
      assertTrue(new CapturedOutput(new byte[3], 4).truncated());
    }

    @Test
    void replaces_what_is_no_utf_8() {
      assertEquals("a\ufffd", new CapturedOutput(new byte[] {'a', (byte) 0xff}, 2).text());
    }

    @Test
    void keeps_its_bytes_to_itself() {
      byte[] mine = {1};
      CapturedOutput output = new CapturedOutput(mine, 1);
      mine[0] = 2;
      output.bytes()[0] = 3;
      output.content()[0] = 4;
      assertArrayEquals(new byte[] {1}, output.bytes());
    }

    @Test
    void is_equal_by_content_and_total() {
      assertEquals(new CapturedOutput(new byte[] {1}, 1), new CapturedOutput(new byte[] {1}, 1));
      assertNotEquals(new CapturedOutput(new byte[] {1}, 1), new CapturedOutput(new byte[] {1}, 2));
      assertNotEquals(new CapturedOutput(new byte[] {1}, 1), CapturedOutput.NONE);
    }
  }

  @Nested
  class A_source {
    @Test
    void is_executable_only_when_asked() {
      assertFalse(Source.text("x").isExecutable());
      assertTrue(Source.text("x").executable().isExecutable());
      assertFalse(Source.file(Path.of("x")).isExecutable());
      assertTrue(Source.file(Path.of("x")).executable().isExecutable());
    }

    @Test
    void of_bytes_is_copied() {
      byte[] mine = {1};
      Source.Bytes source = (Source.Bytes) Source.bytes(mine);
      mine[0] = 2;
      source.content()[0] = 3;
      assertArrayEquals(new byte[] {1}, source.content());
    }

    @Test
    void of_a_file_is_found_whatever_the_directory() {
      assertTrue(((Source.HostFile) Source.file(Path.of("x"))).path().isAbsolute());
    }

    @Test
    void is_a_value() {
      assertEquals(Source.text("x"), Source.bytes(new byte[] {'x'}));
      assertNotEquals(Source.text("x"), Source.text("x").executable());
    }
  }

  @Test
  void paths_of_the_host_do_not_depend_on_the_directory() {
    assertTrue(((Input.HostFile) Input.file(Path.of("x"))).path().isAbsolute());
    assertTrue(((Output.ToFile) Output.file(Path.of("x"), Size.mib(1))).path().isAbsolute());
  }
}
