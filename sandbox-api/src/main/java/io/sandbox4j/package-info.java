/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Runs untrusted native programs from a Java application, inside isolation layers.
 *
 * <p>Four nouns: a {@link io.sandbox4j.Sandbox} is a template, a {@link io.sandbox4j.Command}
 * describes one run, a {@link io.sandbox4j.SandboxProcess} is a running command, a {@link
 * io.sandbox4j.Session} keeps one private file system for several commands. A limit that was
 * exceeded or a forbidden system call is a result; exceptions are for the caller's mistakes and for
 * set-up that failed.
 */
@NullMarked
package io.sandbox4j;

import org.jspecify.annotations.NullMarked;
