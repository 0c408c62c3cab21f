/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The launch plan: what will be done to the kernel on a program's behalf, as an ordered list.
 *
 * <p>A {@link io.sandbox4j.launch.LaunchPlan} is built from steps that layers contribute to fixed
 * {@linkplain io.sandbox4j.launch.Stage stages}. The same list is printed ({@link
 * io.sandbox4j.launch.PlanPrinter}), simulated ({@link io.sandbox4j.launch.PlanSimulator}) and
 * compiled to the byte block that the shim executes ({@link io.sandbox4j.launch.PlanCompiler}). The
 * package makes no system call and knows no policy.
 */
@NullMarked
package io.sandbox4j.launch;

import org.jspecify.annotations.NullMarked;
