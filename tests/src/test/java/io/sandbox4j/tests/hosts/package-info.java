/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What a host gives or refuses: delegated cgroups, user namespaces, mounts. */
@NullMarked
package io.sandbox4j.tests.hosts;

import org.jspecify.annotations.NullMarked;
