/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
      :root {
        --text: #1c2127; --faint: #68717c; --page: #f4f5f7; --card: #fff; --line: #e3e6ea;
        --good: #1a7f37; --wrong: #cf222e; --limit: #9a6700; --danger: #8250df; --odd: #57606a;
        color-scheme: light dark;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --text: #e6e8eb; --faint: #949ca6; --page: #14171a; --card: #1c2024; --line: #30363d;
          --good: #3fb950; --wrong: #ff7b72; --limit: #d29922; --danger: #bc8cff; --odd: #a0a8b0;
        }
      }
      body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; padding: 2em 1.5em; max-width: 75em;
        color: var(--text); background: var(--page) }
      h1 { margin: 0 0 .2em; font-size: 1.7em }
      h2 { margin: 1.6em 0 .5em; font-size: 1.15em }
      p { margin: .2em 0; color: var(--faint) }
      ul { display: flex; flex-wrap: wrap; gap: .6em; padding: 0; margin: 1em 0; list-style: none }
      li { padding: .5em .9em; background: var(--card); border: 1px solid var(--line); border-radius: 8px }
      li b { font-size: 1.25em; margin-right: .35em }
      table { width: 100%; border-collapse: collapse; background: var(--card);
        box-shadow: 0 0 0 1px var(--line); border-radius: 8px }
      th { color: var(--faint); font-weight: 500; font-size: .87em }
      th, td { padding: .42em .8em; text-align: left; vertical-align: top; white-space: nowrap }
      tr + tr td { border-top: 1px solid var(--line) }
      th.figure, td.figure { text-align: right; font-variant-numeric: tabular-nums }
      th:last-child, td:last-child { width: 45%; white-space: normal }
      .verdict { font-weight: 650; color: var(--wrong) }
      .AC { color: var(--good) }
      .TLE, .MLE, .OLE { color: var(--limit) }
      .SV { color: var(--danger) }
      .CE, .IE { color: var(--odd) }
      tr.unexpected td { background: color-mix(in srgb, var(--wrong) 14%, var(--card)) }
      summary { cursor: pointer }
      pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.45 ui-monospace, monospace }
      details pre { margin: .5em 0; padding: .7em; max-width: 46em; background: var(--page); border-radius: 6px }
      </style>
      </head>
      <body>
      <h1>Verdicts</h1>
      """;

  private static final int SHOWN_SOURCE = 16_384;

  private HtmlReport() {}

  static String of(List<Judgement> judgements) throws IOException {
    var out = new StringBuilder(HEAD);
    out.append("<p>").append(escape(Summary.of(judgements))).append(".</p>\n");
    counts(out, judgements);
    Map<String, List<Judgement>> problems =
        judgements.stream()
            .collect(Collectors.groupingBy(Judgement::problem, TreeMap::new, Collectors.toList()));
    for (var problem : problems.entrySet()) {
      out.append("<h2>").append(escape(problem.getKey())).append("</h2>\n");
      table(out, problem.getValue());
    }
    return out.append("</body>\n</html>\n").toString();
  }

  /** How often each verdict was given, and what it means. */
  private static void counts(StringBuilder out, List<Judgement> judgements) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    judgements.forEach(j -> counts.merge(j.verdict(), 1, Integer::sum));
    out.append("<ul>\n");
    counts.forEach((verdict, count) ->
        out.append("<li><b>")
            .append(count)
            .append("</b><span class=\"verdict ")
            .append(verdict)
            .append("\">")
            .append(verdict)
            .append("</span> ")
            .append(escape(verdict.meaning()))
            .append("</li>\n"));
    out.append("</ul>\n");
  }

  private static void table(StringBuilder out, List<Judgement> judgements) throws IOException {
    out.append("<table>\n<tr><th>Submission</th><th>Verdict</th>");
    for (String heading : List.of("CPU ms", "Wall ms", "MiB")) {
      out.append("<th class=\"figure\">").append(heading).append("</th>");
    }
    out.append("<th>Detail</th></tr>\n");
    for (Judgement judgement : judgements) {
      row(out, judgement);
    }
    out.append("</table>\n");
  }

  private static void row(StringBuilder out, Judgement j) throws IOException {
    out.append(j.isAsExpected() ? "<tr>" : "<tr class=\"unexpected\">");
    out.append("<td><details><summary>")
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
