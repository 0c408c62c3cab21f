/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A programming-contest judge: compiles and runs submissions inside sandboxes and gives verdicts.
 *
 * <p>{@link io.sandbox4j.examples.judge.Judge} is the program. A problem is a folder with limits,
 * tests and submissions; nothing of a submission, its compilation included, runs outside a sandbox.
 */
@NullMarked
package io.sandbox4j.examples.judge;

import org.jspecify.annotations.NullMarked;
