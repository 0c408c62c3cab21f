/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement of a policy file: its lines joined by single spaces, and where each began.
 *
 * @param file the file, as mistakes name it
 * @param text the statement without comments
 * @param pieces its lines
 */
record PolicyStatement(String file, String text, List<Piece> pieces) {

  /** A line of the statement: at which offset of the text it begins, and where in the file. */
  record Piece(int offset, int line, int column) {}

  PolicyStatement {
    pieces = List.copyOf(pieces);
  }

  /** The statements of a file: a line that begins with white space continues the one before. */
  static List<PolicyStatement> split(String file, String text) {
    List<PolicyStatement> statements = new ArrayList<>();
    var begun = new StringBuilder();
    List<Piece> pieces = new ArrayList<>();
    int line = 0;
    for (int from = 0; from < text.length(); ) {
      int end = text.indexOf('\n', from);
      int to = end < 0 ? text.length() : end;
      line++;
      String raw = text.substring(from, to);
      from = to + 1;
      int comment = raw.indexOf('#');
      String content = comment < 0 ? raw : raw.substring(0, comment);
      if (content.isBlank()) {
        continue;
      }
      String words = content.strip();
      int column = content.indexOf(words) + 1;
      if (column == 1 && !pieces.isEmpty()) {
        statements.add(new PolicyStatement(file, begun.toString(), pieces));
        begun.setLength(0);
        pieces.clear();
      }
      if (!begun.isEmpty()) {
        begun.append(' ');
      }
      pieces.add(new Piece(begun.length(), line, column));
      begun.append(words);
    }
    if (!pieces.isEmpty()) {
      statements.add(new PolicyStatement(file, begun.toString(), pieces));
    }
    return statements;
  }

  /** A mistake at an offset of the text. */
  PolicySyntaxException mistake(int offset, String message) {
    Piece piece = pieces.getFirst();
    for (var other : pieces) {
      if (other.offset() <= offset) {
        piece = other;
      }
    }
    int column = piece.column() + offset - piece.offset();
    return new PolicySyntaxException(file, piece.line(), column, message);
  }
}
