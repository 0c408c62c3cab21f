/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.setup;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a process, cgroup, mount or descriptor behind. */
public final class CensusAround
    implements BeforeEachCallback, AfterTestExecutionCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(CensusAround.class);
  private static final Duration PATIENCE = Place.within(Duration.ofSeconds(5));

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(HERE).put("before", Census.take());
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    Census.rememberShims();
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    // A failed test may well leave its sandbox open; its own failure is the one to show.
    if (context.getExecutionException().isEmpty()) {
      Objects.requireNonNull(context.getStore(HERE).get("before", Census.class))
          .awaitEqual(PATIENCE);
    }
  }
}
