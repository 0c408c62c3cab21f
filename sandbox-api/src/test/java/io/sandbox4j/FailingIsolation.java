/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import io.sandbox4j.spi.Engine;
import io.sandbox4j.spi.PreparedSandbox;
import java.time.Duration;
import org.mockito.Mockito;

/** An engine whose every launch fails. */
final class FailingIsolation implements Isolation {
  @Override
  public Engine engine() {
    Engine engine = Mockito.mock(Engine.class);
    PreparedSandbox prepared = Mockito.mock(PreparedSandbox.class);
    Mockito.when(engine.prepare(Mockito.any())).thenReturn(prepared);
    try {
      Mockito.when(prepared.start(Mockito.any(), Mockito.any(Duration.class), Mockito.any()))
          .thenThrow(new SandboxSetupException("INIT", "mount", "mount()", "EPERM", 1, ""));
    } catch (InterruptedException stubbing) {
      throw new AssertionError(stubbing);
    }
    return engine;
  }
}
