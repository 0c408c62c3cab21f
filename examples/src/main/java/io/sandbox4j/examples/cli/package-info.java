/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The command line {@code sandbox}: one program in one sandbox, what the host allows, and how long
 * a launch takes. It uses the public API only; what it adds is text: options in, exit status,
 * isolate's meta file and a JSON report out.
 */
@NullMarked
package io.sandbox4j.examples.cli;

import org.jspecify.annotations.NullMarked;
