/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final String HOSTILE = "<script>alert('x')</script> & \"\u001b[2J";

  @TempDir Path folder;
  private List<Judgement> judgements = List.of();

  @BeforeEach
  void judge_a_hostile_submission() throws IOException {
    Path source = folder.resolve("a.c");
    Files.writeString(source, "// " + HOSTILE);
    var submission = new Submission("a.c", Language.C, source, Set.of(Verdict.AC));
    var peak = new Peak(Duration.ofMillis(12), Duration.ofMillis(34), 3 << 20);
    judgements = List.of(new Judgement("sum", submission, Verdict.CE, HOSTILE, peak));
  }

  @Nested
  class The_web_page {
    @Test
    void has_no_markup_of_the_submission() throws IOException {
      assertFalse(HtmlReport.of(judgements).contains("<script"));
    }

    @Test
    void shows_source_and_detail_as_text() throws IOException {
      String shown = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;\ufffd[2J";
      assertEquals(
          3, HtmlReport.of(judgements).split(java.util.regex.Pattern.quote(shown), -1).length);
    }

    @Test
    void loads_nothing() throws IOException {
      String page = HtmlReport.of(judgements);
      assertTrue(page.contains("default-src 'none'"));
      assertFalse(page.contains("src="));
      assertFalse(page.contains("href="));
    }
  }

  @Nested
  class The_json_file {
    @Test
    void escapes_what_a_string_must_not_hold() {
      assertEquals("\"\\\"\\\\\\u001b\\u000a\\ud800é\"", JsonReport.quote("\"\\\u001b\n\ud800é"));
    }

    @Test
    void has_a_version_and_the_figures() {
      String json = JsonReport.of(judgements);
      assertTrue(json.contains("\"version\": 1"), json);
      assertTrue(json.contains("\"verdict\": \"CE\", \"expected\": [\"AC\"]"), json);
      assertTrue(json.contains("\"cpuMicros\": 12000, \"wallMicros\": 34000"), json);
      assertTrue(json.contains("\"peakMemoryBytes\": 3145728"), json);
      assertTrue(json.contains("\"asExpected\": false"), json);
    }
  }

  @Nested
  class The_table {
    @Test
    void names_the_expected_verdict_where_it_is_another() {
      assertTrue(TableReport.of(judgements).contains("expected [AC]"));
    }

    @Test
    void sends_no_control_sequence_to_the_terminal() {
      assertFalse(TableReport.of(judgements).contains("\u001b"));
    }
  }

  @Nested
  class The_progress_line {
    @Test
    void is_for_terminals_only() {
      assertEquals("", progress(false));
    }

    @Test
    void says_what_was_finished() {
      assertTrue(progress(true).contains("1 of 2  sum/a.c CE"));
    }

    private String progress(boolean isTerminal) {
      var bytes = new ByteArrayOutputStream();
      var stream = new PrintStream(bytes, false, StandardCharsets.UTF_8);
      new Progress(stream, isTerminal, 2).finished(judgements.getFirst());
      stream.flush();
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
