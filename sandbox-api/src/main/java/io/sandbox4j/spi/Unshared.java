/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

/**
 * The {@code CLONE_NEW*} flags of namespaces that init makes by unshare after its clone. Left as a
 * note on the {@link RunSpec}, so that the program's process enters them as well.
 *
 * @param flags the flags together
 */
public record Unshared(long flags) {}
