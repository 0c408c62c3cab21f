/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

/**
 * Left as a note on the {@link RunSpec} of a launch that stands by: its seccomp filter lets the
 * process receive the program's streams and put them in their places, so it is installed before
 * they come.
 */
public record FilterFirst() {}
