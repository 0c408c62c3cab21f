/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Counts what ran where. The same tests run in four places (this machine and the rig, each as root
 * and as an ordinary user); a test may be skipped in some of them, but not in all. Started by
 * {@code tests/rig/ci.sh} on the XML reports of the four; reads nothing else and starts nothing.
 */
@NullMarked
package io.sandbox4j.tests.rig;

import org.jspecify.annotations.NullMarked;
