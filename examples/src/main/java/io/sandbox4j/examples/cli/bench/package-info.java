/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The benchmark behind {@code sandbox bench launch}: how long it takes from the wish to run a
 * static program to its end, for this library beside the baselines and peers of this host. Every
 * series starts the same program.
 */
@NullMarked
package io.sandbox4j.examples.cli.bench;

import org.jspecify.annotations.NullMarked;
