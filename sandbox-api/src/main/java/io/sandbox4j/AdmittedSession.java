/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.nio.file.Path;
import java.util.List;

/** An engine's session that holds one turn of its sandbox, and gives its commands what it has. */
final class AdmittedSession implements Session {
  private final Session session;
  private final SessionOptions options;
  private final Turns.Turn turn;
  private final Limits limits;

  AdmittedSession(Session session, SessionOptions options, Turns.Turn turn, Limits limits) {
    this.session = session;
    this.options = options;
    this.turn = turn;
    this.limits = limits;
  }

  @Override
  public SandboxResult run(Command command) throws InterruptedException {
    return session.run(Waited.capturing(options.environmentOf(command), limits));
  }

  @Override
  public SandboxProcess start(Command command) throws InterruptedException {
    return session.start(options.environmentOf(command));
  }

  @Override
  public void copyIn(String path, Source source) throws InterruptedException {
    session.copyIn(path, source);
  }

  @Override
  public List<Path> copyOut(String pattern, Path target, Size max) {
    return session.copyOut(pattern, target, max);
  }

  @Override
  public void close() {
    try {
      session.close();
    } finally {
      turn.giveBack();
    }
  }
}
