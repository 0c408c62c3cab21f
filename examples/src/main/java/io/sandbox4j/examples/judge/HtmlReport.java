/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The verdicts as a web page that needs no other file and runs no script. */
final class HtmlReport {
  /** The policy keeps a submission's source from doing anything even if escaping had a hole. */
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width">
      <title>Verdicts</title>
      <style>
      body { font: 15px/1.4 system-ui, sans-serif; margin: 2em; color: #222; background: #fff }
      table { border-collapse: collapse }
      th, td { padding: .3em .8em; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top }
      td.figure, th.figure { text-align: right; font-variant-numeric: tabular-nums }
      td.verdict { font-weight: 600; color: #a11 }
      td.AC { color: #171 }
      tr.unexpected { background: #fdd }
      pre { max-width: 60em; overflow-x: auto; white-space: pre-wrap }
      @media (prefers-color-scheme: dark) {
        body { color: #ddd; background: #1a1a1a }
        th, td { border-color: #444 }
        td.verdict { color: #f88 }
        td.AC { color: #8d8 }
        tr.unexpected { background: #522 }
      }
      </style>
      </head>
      <body>
      <h1>Verdicts</h1>
      """;

  private static final int SHOWN_SOURCE = 16_384;

  private HtmlReport() {}

  static String of(List<Judgement> judgements) throws IOException {
    var out = new StringBuilder(HEAD);
    out.append("<p>").append(escape(Summary.of(judgements))).append(".</p>\n<table>\n<tr>");
    for (String heading : List.of("Problem", "Submission", "Verdict")) {
      out.append("<th>").append(heading).append("</th>");
    }
    for (String heading : List.of("CPU ms", "Wall ms", "MiB")) {
      out.append("<th class=\"figure\">").append(heading).append("</th>");
    }
    out.append("<th>Detail</th></tr>\n");
    for (Judgement judgement : judgements) {
      row(out, judgement);
    }
    return out.append("</table>\n</body>\n</html>\n").toString();
  }

  private static void row(StringBuilder out, Judgement j) throws IOException {
    out.append(j.isAsExpected() ? "<tr>" : "<tr class=\"unexpected\">");
    out.append("<td>").append(escape(j.problem())).append("</td><td>");
    out.append("<details><summary>")
        .append(escape(j.submission().name()))
        .append("</summary><pre>");
    out.append(escape(source(j.submission().file()))).append("</pre></details></td>");
    out.append("<td class=\"verdict ").append(j.verdict()).append("\" title=\"");
    out.append(escape(j.verdict().meaning())).append("\">").append(j.verdict());
    if (!j.isAsExpected()) {
      out.append(" (expected ").append(escape(j.submission().expected().toString())).append(')');
    }
    out.append("</td>");
    figure(out, Long.toString(j.peak().cpu().toMillis()));
    figure(out, Long.toString(j.peak().wall().toMillis()));
    figure(out, String.format(Locale.ROOT, "%.1f", j.peak().memory() / 1048576.0));
    out.append("<td><pre>").append(escape(j.detail())).append("</pre></td></tr>\n");
  }

  private static void figure(StringBuilder out, String text) {
    out.append("<td class=\"figure\">").append(text).append("</td>");
  }

  private static String source(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(SHOWN_SOURCE);
      return new String(head, UTF_8) + (in.read() < 0 ? "" : "\n…");
    }
  }

  /** Text as text, in element content and in quoted attributes alike. */
  static String escape(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> {
              boolean control = c < ' ' && c != '\n' && c != '\t';
              boolean surrogate = c >= 0xd800 && c <= 0xdfff;
              out.appendCodePoint(control || surrogate ? 0xfffd : c);
            }
          }
        });
    return out.toString();
  }
}
