/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A CI runner: the steps of a small properties file, one after the other, over one workspace.
 *
 * <p>{@link io.sandbox4j.examples.ci.CiRunner} is the program. All steps share one session, so that
 * a server that one step leaves running is there for the next; the checkout itself is never
 * changed, since the session works on a copy.
 */
@NullMarked
package io.sandbox4j.examples.ci;

import org.jspecify.annotations.NullMarked;
