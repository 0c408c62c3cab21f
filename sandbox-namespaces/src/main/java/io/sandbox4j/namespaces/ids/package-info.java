/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Host ids of sandboxes: blocks nobody else has, the maps of user namespaces, the id each process
 * of a plan runs under.
 */
@NullMarked
package io.sandbox4j.namespaces.ids;

import org.jspecify.annotations.NullMarked;
