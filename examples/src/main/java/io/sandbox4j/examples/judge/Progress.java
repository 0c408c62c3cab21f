/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import java.io.PrintStream;

/** Says how far the judge is, on a terminal only; a log gets the table alone. */
final class Progress {
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream terminal;
  private final boolean isTerminal;
  private final int all;

  /** Guarded by this. */
  private int done;

  Progress(PrintStream terminal, boolean isTerminal, int all) {
    this.terminal = terminal;
    this.isTerminal = isTerminal;
    this.all = all;
  }

  /** Whether someone watches. */
  @SuppressWarnings(
      "SystemConsoleNull") // where java.base has the only console, null is no terminal
  static boolean isWatched() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  synchronized void finished(Judgement judgement) {
    done++;
    if (isTerminal) {
      terminal.printf(
          "%s%d of %d  %s/%s %s",
          ERASE_LINE,
          done,
          all,
          judgement.problem(),
          judgement.submission().name(),
          judgement.verdict());
      terminal.print(done == all ? ERASE_LINE : "");
      terminal.flush();
    }
  }
}
