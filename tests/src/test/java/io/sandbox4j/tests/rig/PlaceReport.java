/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What one place reported: the test cases of its JUnit XML files, whether Surefire or the console
 * launcher wrote them.
 *
 * @param place its name, such as {@code rig-user}
 * @param cases every test case of every file
 */
record PlaceReport(String place, List<Case> cases) {

  /** How a test case ended. */
  enum End {
    PASSED,
    FAILED,
    SKIPPED
  }

  /**
   * One test case.
   *
   * @param id class, dot, method; for one of several invocations with its index in brackets. When
   *     all of a class or all invocations of a method were skipped at once, the id may be just the
   *     class and a dot, or the method without an index.
   * @param end how it ended
   * @param reason why it was skipped, one line; empty otherwise
   */
  record Case(String id, End end, String reason) {

    /** True if {@code other} is this case, or lies in the class or method that this case names. */
    boolean covers(Case other) {
      if (id.equals(other.id) || other.id.startsWith(id + "[")) {
        return true;
      }
      return id.endsWith(".")
          && (other.id.startsWith(id)
              || other.id.startsWith(id.substring(0, id.length() - 1) + "$"));
    }
  }

  PlaceReport {
    cases = List.copyOf(cases);
  }

  /**
   * Reads {@code directory/TEST-*.xml}.
   *
   * @throws IOException if the directory or a file cannot be read, or a file is not such a report
   */
  static PlaceReport read(String place, Path directory) throws IOException {
    var cases = new ArrayList<Case>();
    try (var files = Files.newDirectoryStream(directory, "TEST-*.xml")) {
      for (var file : files) {
        readFile(file, cases);
      }
    }
    return new PlaceReport(place, cases);
  }

  long count(End end) {
    return cases.stream().filter(test -> test.end() == end).count();
  }

  private static void readFile(Path file, List<Case> into) throws IOException {
    try {
      var builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler()); // throws and does not print
      var elements = builder.parse(file.toFile()).getElementsByTagName("testcase");
      for (var i = 0; i < elements.getLength(); i++) {
        into.add(caseOf((Element) elements.item(i)));
      }
    } catch (SAXException e) {
      throw new IOException(file + " is not a JUnit XML report: " + e.getMessage(), e);
    } catch (ParserConfigurationException e) {
      throw new UncheckedIOException(new IOException("the JDK has no XML parser", e));
    }
  }

  private static Case caseOf(Element test) {
    // Surefire leaves out the parentheses of a method without parameters, the launcher does not.
    var id = test.getAttribute("classname") + "." + test.getAttribute("name").replace("()", "");
    var skipped = test.getElementsByTagName("skipped");
    if (skipped.getLength() > 0) {
      return new Case(id, End.SKIPPED, reason((Element) skipped.item(0)));
    }
    var failed =
        test.getElementsByTagName("failure").getLength()
            + test.getElementsByTagName("error").getLength();
    return new Case(id, failed > 0 ? End.FAILED : End.PASSED, "");
  }

  private static String reason(Element skipped) {
    var text = skipped.getAttribute("message");
    if (text.isEmpty()) {
      text = skipped.getTextContent();
    }
    return text.strip()
        .lines()
        .findFirst()
        .orElse("no reason given")
        .replace("parent was skipped: ", "")
        .replace("org.opentest4j.TestAbortedException: Assumption failed: ", "");
  }
}
