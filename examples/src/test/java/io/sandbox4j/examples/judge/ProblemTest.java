/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Size;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {
  private static ProblemRules rules(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    return ProblemRules.of(properties);
  }

  @Nested
  class The_rules {
    @Test
    void hold_what_the_file_says() throws IOException {
      assertEquals(
          new ProblemRules(
              Duration.ofMillis(1500),
              java.util.Map.of(Language.JAVA, Duration.ofSeconds(3)),
              Duration.ofSeconds(6),
              Size.mib(64),
              Size.kib(8),
              Comparison.LINES),
          rules("cpu=1.5s\ncpu.java=3s\nwall=6s\nmemory=64m\noutput=8k\ncompare=lines"));
    }

    @Test
    void give_a_language_its_own_time() throws IOException {
      assertEquals(Duration.ofMillis(250), rules("cpu.java = 250ms").cpu(Language.JAVA));
    }

    @Test
    void give_other_languages_the_common_time() throws IOException {
      assertEquals(Duration.ofSeconds(2), rules("cpu=2s\ncpu.java=9s").cpu(Language.C));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"cpu=fast", "cpu=0s", "cpu=-1s", "memory=64q", "compare=eyes", "cpus=2s"})
    void refuse_what_they_cannot_read_and_name_it(String line) {
      var refused = assertThrows(IllegalArgumentException.class, () -> rules(line));
      String telling = line.startsWith("cpus") ? "cpus" : line.substring(line.indexOf('=') + 1);
      assertTrue(refused.toString().contains(telling), refused::toString);
    }
  }

  @Nested
  class A_folder {
    @TempDir Path folder;

    @BeforeEach
    void write_a_problem() throws IOException {
      put("problem.properties", "cpu=1s");
      put("tests/01.in", "1 2");
      put("tests/01.out", "3");
      put("submissions/b.py", "print(3)");
      put("submissions/a.c", "int main(void) {}");
      put("submissions/notes.txt", "no program");
    }

    @Test
    void gives_its_programs_in_order() throws IOException {
      assertEquals(
          List.of("a.c", "b.py"),
          Problem.read(folder).submissions().stream().map(Submission::name).toList());
    }

    @Test
    void records_the_expected_verdicts() throws IOException {
      put("submissions/expected.properties", "a.c = TLE, RE");
      assertEquals(
          Set.of(Verdict.TLE, Verdict.RE),
          Problem.read(folder).submissions().getFirst().expected());
    }

    @Test
    void takes_every_verdict_where_none_is_recorded() throws IOException {
      assertTrue(Problem.read(folder).submissions().getLast().isExpected(Verdict.WA));
    }

    @Test
    void is_refused_if_a_test_has_no_answer() throws IOException {
      put("tests/02.in", "2");
      assertRefusedNaming("02");
    }

    @Test
    void is_refused_if_a_verdict_is_unknown() throws IOException {
      put("submissions/expected.properties", "a.c = OK");
      assertRefusedNaming("OK");
    }

    @Test
    void is_refused_if_an_expectation_has_no_program() throws IOException {
      put("submissions/expected.properties", "gone.c = AC");
      assertRefusedNaming("gone.c");
    }

    private void assertRefusedNaming(String name) {
      var refused = assertThrows(IllegalArgumentException.class, () -> Problem.read(folder));
      assertTrue(refused.toString().contains(name), refused::toString);
    }

    private void put(String name, String text) throws IOException {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
  }
}
