/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import static io.sandbox4j.Refusal.refusedAs;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

class SandboxResultTest {
  private static final Outcome OK = new Outcome.Exited(0);

  private static SandboxResult result(Outcome outcome, String stderr) {
    return result(outcome, stderr, Map.of(), null);
  }

  private static SandboxResult result(
      Outcome outcome, String stderr, Map<GuestPath, OutFile> files, @Nullable Runnable onClose) {
    byte[] error = stderr.getBytes(StandardCharsets.UTF_8);
    return new SandboxResult(
        outcome,
        UsageTest.usage(1),
        CapturedOutput.NONE,
        new CapturedOutput(error, error.length),
        files,
        List.of(),
        List.of(),
        List.of(),
        onClose);
  }

  @Nested
  class Is_ok {
    @Test
    void when_the_program_exited_with_0() {
      SandboxResult result = result(OK, "warning");
      assertTrue(result.ok());
      assertSame(result, result.orThrow());
    }

    @Test
    void in_no_other_case() {
      assertFalse(result(new Outcome.Exited(1), "").ok());
      assertFalse(result(new Outcome.Signalled(11, false), "").ok());
      assertFalse(result(new Outcome.LimitExceeded(Limit.MEMORY, 1, 2), "").ok());
      assertFalse(result(new Outcome.Killed(Outcome.Killer.HOST), "").ok());
    }
  }

  @Nested
  class Or_throw {
    @Test
    void names_the_outcome_and_the_end_of_stderr() {
      refusedAs(
          SandboxException.class,
          result(new Outcome.Exited(3), "m.c:1: error\n")::orThrow,
          "Exited[status=3]",
          "m.c:1: error");
    }

    @Test
    void keeps_a_long_stderr_short() {
      SandboxResult result = result(new Outcome.Exited(1), "start" + "x".repeat(100_000) + "end");
      String message = assertThrows(SandboxException.class, result::orThrow).getMessage();
      assertTrue(message.length() < 3000 && message.endsWith("end"), message);
      assertFalse(message.contains("start"), message);
    }

    @Test
    void manages_without_stderr() {
      refusedAs(
          SandboxException.class,
          result(new Outcome.Signalled(9, false), "")::orThrow,
          "Signalled[signal=9");
    }
  }

  @Nested
  class A_file {
    private final OutFile file = Mockito.mock(OutFile.class);
    private final SandboxResult result =
        result(OK, "", Map.of(GuestPath.fromWork("a.out"), file), null);

    @Test
    void is_found_by_every_spelling_of_its_path() {
      assertSame(file, result.file("a.out"));
      assertSame(file, result.file("./a.out"));
      assertSame(file, result.file("/work/a.out"));
    }

    @Test
    void that_was_not_asked_for_is_the_callers_mistake() {
      refusedAs(NoSuchElementException.class, () -> result.file("b.out"), "b.out", "/work/a.out");
    }
  }

  @Test
  void closing_frees_the_files() {
    AtomicInteger freed = new AtomicInteger();
    result(OK, "", Map.of(), freed::incrementAndGet).close();
    assertEquals(1, freed.get());
    result(OK, "").close();
  }

  @Test
  void prints_no_output_of_the_program() {
    assertFalse(result(OK, "hunter2").toString().contains("hunter2"));
  }

  @Test
  void closing_twice_is_once() {
    AtomicInteger freed = new AtomicInteger();
    SandboxResult result = result(OK, "", Map.of(), freed::incrementAndGet);
    result.close();
    result.close();
    assertEquals(1, freed.get());
  }

  @Test
  void files_stay_in_the_order_they_were_asked_for() {
    Map<GuestPath, OutFile> files = new LinkedHashMap<>();
    for (int i = 20; i > 0; i--) {
      files.put(GuestPath.fromWork("f" + i), Mockito.mock(OutFile.class));
    }
    assertEquals(
        List.copyOf(files.keySet()), List.copyOf(result(OK, "", files, null).files().keySet()));
  }

  @Test
  void a_file_is_bytes() throws IOException {
    OutFile file = Mockito.mock(OutFile.class);
    Mockito.when(file.openStream()).thenReturn(new ByteArrayInputStream(new byte[] {1, 2}));
    Mockito.when(file.bytes()).thenCallRealMethod();
    assertArrayEquals(new byte[] {1, 2}, file.bytes());
  }
}
