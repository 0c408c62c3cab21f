/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Cgroups of sandboxes, version 1 and 2: where they may be made, the steps that make, fill, freeze
 * and remove them, and the figures they give.
 */
@NullMarked
package io.sandbox4j.namespaces.cgroup;

import org.jspecify.annotations.NullMarked;
