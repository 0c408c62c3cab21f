/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.rig;

import io.sandbox4j.tests.rig.PlaceReport.Case;
import io.sandbox4j.tests.rig.PlaceReport.End;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The totals of every place, and the tests that were skipped wherever they were offered: such a
 * test shows nothing, and fails the census.
 *
 * <p>The first place is the build itself, which also runs tests that belong to one host only. What
 * only the build reported is listed when it was skipped, and does not fail the census.
 */
final class SkipCensus {
  private final List<PlaceReport> reports;
  private final List<String> absent;

  SkipCensus(List<PlaceReport> reports) {
    this(reports, List.of());
  }

  /**
   * Of some places.
   *
   * @param absent places that this host does not have: what was skipped in all others may have run
   *     there, so it is listed and does not fail the census
   */
  SkipCensus(List<PlaceReport> reports, List<String> absent) {
    this.reports = List.copyOf(reports);
    this.absent = List.copyOf(absent);
  }

  /**
   * Prints the census; exit status 0 if no place is empty, no test failed and none was skipped
   * everywhere, else 1.
   *
   * @param arguments {@code place=directory}, the build first; {@code -place} for one that this
   *     host does not have
   */
  public static void main(String[] arguments) throws IOException {
    var reports = new ArrayList<PlaceReport>();
    var absent = new ArrayList<String>();
    for (var argument : arguments) {
      if (argument.startsWith("-")) {
        absent.add(argument.substring(1));
        continue;
      }
      var parts = argument.split("=", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException("want place=directory, not " + argument);
      }
      reports.add(PlaceReport.read(parts[0], Path.of(parts[1])));
    }
    var census = new SkipCensus(reports, absent);
    System.out.print(census.text());
    System.exit(census.passes() ? 0 : 1);
  }

  boolean passes() {
    return !reports.isEmpty()
        && emptyPlaces().isEmpty()
        && (!absent.isEmpty() || skippedEverywhere().isEmpty())
        && reports.stream().allMatch(report -> report.count(End.FAILED) == 0);
  }

  /** Places in which not one test ran. */
  List<String> emptyPlaces() {
    return reports.stream()
        .filter(report -> report.count(End.SKIPPED) == report.cases().size())
        .map(PlaceReport::place)
        .toList();
  }

  /**
   * Tests that other places than the build were offered too, and that ran in none; with reasons.
   */
  Map<String, String> skippedEverywhere() {
    return neverRan(true);
  }

  /** Tests that only the build was offered, and skipped; with reasons. */
  Map<String, String> skippedByTheBuildAlone() {
    return neverRan(false);
  }

  private Map<String, String> neverRan(boolean offeredElsewhere) {
    var reasons = new TreeMap<String, Map<String, String>>();
    for (var report : reports) {
      for (var test : report.cases()) {
        if (test.end() == End.SKIPPED
            && offeredElsewhere == isOfferedElsewhere(test)
            && !ranSomewhere(test)) {
          reasons
              .computeIfAbsent(test.id(), _ -> new LinkedHashMap<>())
              .put(report.place(), test.reason());
        }
      }
    }
    var texts = new TreeMap<String, String>();
    reasons.forEach((id, byPlace) -> texts.put(id, joined(byPlace)));
    return texts;
  }

  private boolean ranSomewhere(Case skipped) {
    return reports.stream()
        .flatMap(report -> report.cases().stream())
        .anyMatch(test -> test.end() != End.SKIPPED && skipped.covers(test));
  }

  private boolean isOfferedElsewhere(Case skipped) {
    return reports.stream()
        .skip(1)
        .flatMap(report -> report.cases().stream())
        .anyMatch(test -> skipped.covers(test) || test.covers(skipped));
  }

  private static String joined(Map<String, String> reasonByPlace) {
    var parts = new ArrayList<String>();
    reasonByPlace.forEach((place, reason) -> parts.add(place + ": " + reason));
    return String.join("; ", parts);
  }

  String text() {
    var text = new StringBuilder();
    text.append("%-12s %8s %8s %8s %8s%n".formatted("place", "run", "passed", "failed", "skipped"));
    for (var report : reports) {
      var skipped = report.count(End.SKIPPED);
      text.append(
          "%-12s %8d %8d %8d %8d%n"
              .formatted(
                  report.place(),
                  report.cases().size() - skipped,
                  report.count(End.PASSED),
                  report.count(End.FAILED),
                  skipped));
    }
    absent.forEach(place -> text.append("%-12s %8s%n".formatted(place, "not run")));
    emptyPlaces().forEach(place -> text.append("%nno test ran in %s%n".formatted(place)));
    list(text, "skipped by the build, not offered elsewhere:", skippedByTheBuildAlone());
    list(
        text,
        absent.isEmpty() ? "SKIPPED EVERYWHERE:" : "skipped wherever it was offered:",
        skippedEverywhere());
    return text.toString();
  }

  private static void list(StringBuilder text, String heading, Map<String, String> tests) {
    if (!tests.isEmpty()) {
      text.append("%n%s%n".formatted(heading));
      tests.forEach((id, reasons) -> text.append("  %s (%s)%n".formatted(id, reasons)));
    }
  }
}
