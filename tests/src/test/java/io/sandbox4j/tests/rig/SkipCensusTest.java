/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkipCensusTest {
  private static final String RAN = "<testcase name='%s' classname='%s'/>";
  private static final String SKIPPED =
      "<testcase name='%s' classname='%s'><skipped message='no cgroup'/></testcase>";
  private static final String FAILED =
      "<testcase name='%s' classname='%s'><failure>expected 1</failure></testcase>";

  @TempDir Path directory;

  private PlaceReport place(String name, String... cases) throws IOException {
    var reports = Files.createDirectories(directory.resolve(name));
    var xml = "<testsuite>" + String.join("", cases) + "</testsuite>";
    Files.writeString(reports.resolve("TEST-one.xml"), xml);
    return PlaceReport.read(name, reports);
  }

  private static SkipCensus census(PlaceReport... places) {
    return new SkipCensus(List.of(places));
  }

  @Nested
  class A_test_skipped {
    @Test
    void in_one_place_is_counted_and_passes() throws IOException {
      var census =
          census(
              place("host-root", RAN.formatted("a", "T"), SKIPPED.formatted("b", "T")),
              place("rig-root", RAN.formatted("a()", "T"), RAN.formatted("b()", "T")));
      assertTrue(census.passes());
      assertTrue(
          census.text().contains("host-root           1        1        0        1"), census::text);
    }

    @Test
    void wherever_it_was_offered_passes_where_a_place_cannot_be_had() throws IOException {
      var places =
          List.of(
              place("host-root", RAN.formatted("a", "T"), SKIPPED.formatted("b", "T")),
              place("host-user", RAN.formatted("a()", "T"), SKIPPED.formatted("b()", "T")));
      assertFalse(new SkipCensus(places).passes());
      var census = new SkipCensus(places, List.of("rig-root"));
      assertTrue(census.passes());
      assertTrue(census.text().contains("rig-root      not run"), census::text);
      assertTrue(census.text().contains("T.b"), census::text);
    }

    @Test
    void in_every_place_fails_and_is_named_with_its_reasons() throws IOException {
      var census =
          census(
              place("host-root", RAN.formatted("a", "T"), SKIPPED.formatted("b", "T")),
              place("rig-root", RAN.formatted("a()", "T"), SKIPPED.formatted("b()", "T")));
      assertFalse(census.passes());
      assertEquals(
          "host-root: no cgroup; rig-root: no cgroup", census.skippedEverywhere().get("T.b"));
    }

    @Test
    void by_the_build_and_offered_nowhere_else_is_listed_and_passes() throws IOException {
      var census =
          census(
              place("host-root", RAN.formatted("a", "T"), SKIPPED.formatted("own", "Unit")),
              place("rig-root", RAN.formatted("a()", "T")));
      assertTrue(census.passes());
      assertEquals(Set.of("Unit.own"), census.skippedByTheBuildAlone().keySet());
    }

    @Test
    void as_one_invocation_of_several_is_told_from_the_others() throws IOException {
      var census =
          census(
              place(
                  "host-root",
                  RAN.formatted("p(int)[1]", "T"),
                  SKIPPED.formatted("p(int)[2]", "T")),
              place(
                  "rig-root",
                  RAN.formatted("p(int)[1]", "T"),
                  SKIPPED.formatted("p(int)[2]", "T")));
      assertEquals(Set.of("T.p(int)[2]"), census.skippedEverywhere().keySet());
    }
  }

  @Nested
  class A_class_skipped_as_a_whole {
    @Test
    void passes_when_its_nested_tests_ran_elsewhere() throws IOException {
      assertTrue(
          census(
                  place("host-root", RAN.formatted("a", "T"), SKIPPED.formatted("", "T$N")),
                  place("rig-root", RAN.formatted("b()", "T$N$Deep")))
              .passes());
    }

    @Test
    void fails_when_its_tests_were_skipped_elsewhere_too() throws IOException {
      var census =
          census(
              place("host-root", RAN.formatted("a", "T"), SKIPPED.formatted("", "T$N")),
              place("rig-root", RAN.formatted("a()", "T"), SKIPPED.formatted("b()", "T$N")));
      assertEquals(Set.of("T$N.", "T$N.b"), census.skippedEverywhere().keySet());
    }

    @Test
    void is_not_saved_by_a_class_whose_name_starts_alike() throws IOException {
      var census =
          census(
              place("host-root", SKIPPED.formatted("", "T"), RAN.formatted("a", "Two")),
              place("rig-root", SKIPPED.formatted("b()", "T"), RAN.formatted("a()", "Two")));
      assertFalse(census.passes());
    }
  }

  @Nested
  class The_census_fails {
    @Test
    void on_a_failed_test() throws IOException {
      assertFalse(census(place("host-root", FAILED.formatted("a", "T"))).passes());
    }

    @Test
    void on_a_test_that_failed_in_one_place_only() throws IOException {
      var census =
          census(
              place("host-root", RAN.formatted("a", "T")),
              place("rig-root", FAILED.formatted("a()", "T"), RAN.formatted("b()", "T")));
      assertFalse(census.passes());
      assertEquals(List.of(), census.emptyPlaces());
    }

    @Test
    void on_a_place_where_nothing_ran() throws IOException {
      var census =
          census(
              place("host-root", RAN.formatted("a", "T")),
              place("rig-root", SKIPPED.formatted("a()", "T")));
      assertFalse(census.passes());
      assertEquals(List.of("rig-root"), census.emptyPlaces());
    }

    @Test
    void without_places() {
      assertFalse(census().passes());
    }

    @Test
    void on_a_file_that_is_no_report() throws IOException {
      Files.writeString(directory.resolve("TEST-broken.xml"), "<testsuite>");
      assertThrows(IOException.class, () -> PlaceReport.read("host-root", directory));
    }
  }
}
