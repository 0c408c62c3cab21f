/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

/**
 * A choice that one layer of the process engine understands, for example a seccomp policy.
 *
 * @implSpec An immutable value; a later option of the same class replaces an earlier one.
 */
public interface LayerOption {}
