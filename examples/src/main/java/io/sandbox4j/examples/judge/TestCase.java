/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import java.nio.file.Path;

/**
 * One input and the answer to it.
 *
 * @param name the number of the test, as its files have it
 * @param input the file given to the program
 * @param answer the file with the expected answer
 */
record TestCase(String name, Path input, Path answer) {}
