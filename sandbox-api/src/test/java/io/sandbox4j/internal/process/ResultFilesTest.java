/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.GuestPath;
import io.sandbox4j.OutFile;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Transfers;
import io.sandbox4j.spi.PassedDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {
  private final ResultFiles room = new ResultFiles(Size.bytes(10));

  @Test
  void give_room_up_to_their_cap() {
    assertAll(
        () -> assertTrue(room.take(7)),
        () -> assertFalse(room.take(4)),
        () -> assertTrue(room.take(3)),
        () -> assertEquals(10, room.held()));
  }

  @Test
  void do_not_overflow() {
    assertTrue(room.take(9));
    assertFalse(room.take(Long.MAX_VALUE));
  }

  @Nested
  class A_file_taken_out {
    @TempDir private Path host;

    private CollectedFile take(String content) throws IOException {
      Files.writeString(host.resolve("f"), content);
      try (Descriptor directory = HostDirectory.open(host)) {
        return CollectedFile.take(GuestPath.absolute("/work/f"), directory, "f", Size.kib(1), room);
      }
    }

    @Test
    void holds_its_room_until_it_is_closed() throws IOException {
      CollectedFile file = take("12345678");
      assertEquals(8, room.held());
      file.close();
      file.close();
      assertEquals(0, room.held());
    }

    @Test
    void is_too_large_where_others_have_the_room() throws IOException {
      try (CollectedFile first = take("12345678");
          CollectedFile second = take("123")) {
        assertAll(
            () -> assertEquals(OutFile.Status.PRESENT, first.status()),
            () -> assertEquals(OutFile.Status.TOO_LARGE, second.status()),
            () -> assertEquals(8, room.held()));
      }
    }

    /** The number of its descriptor may be another file's by then. */
    @Test
    void is_no_source_once_it_is_closed() throws IOException {
      CollectedFile file = take("secret");
      Source.Held source = (Source.Held) file.source();
      file.close();
      assertAll(
          () -> assertThrows(IllegalStateException.class, () -> source.content().open()),
          () -> assertThrows(IllegalStateException.class, file::source),
          () -> assertThrows(IOException.class, file::openStream));
    }

    @Test
    void is_read_from_its_beginning_by_each_reader() throws IOException {
      try (CollectedFile file = take("abc")) {
        Source.Held source = (Source.Held) file.source();
        for (int reader = 0; reader < 2; reader++) {
          byte[] read = new byte[3];
          try (PassedDescriptor content = source.content().open()) {
            assertEquals(3, Transfers.read(content.number(), read, 0, 3));
          }
          assertArrayEquals(new byte[] {'a', 'b', 'c'}, read);
        }
      }
    }
  }
}
