/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What authors of engines and layers implement. An engine runs whole sandboxes; a layer adds one
 * wall to the process engine's {@linkplain io.sandbox4j.launch.LaunchPlan launch plan}.
 */
@NullMarked
package io.sandbox4j.spi;

import org.jspecify.annotations.NullMarked;
