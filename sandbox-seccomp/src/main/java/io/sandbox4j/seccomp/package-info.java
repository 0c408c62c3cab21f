/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * System call policies and their compiler to classic BPF, the language of seccomp filters.
 *
 * <p>A {@link io.sandbox4j.seccomp.SeccompPolicy} is a value: named groups of complete rows, each
 * with call, conditions, action and reason. {@link io.sandbox4j.seccomp.FilterCompiler} turns it
 * into the records the kernel takes, {@link io.sandbox4j.seccomp.BpfSimulator} runs and checks them
 * as the kernel does, {@link io.sandbox4j.seccomp.Disassembler} prints them. Nothing here calls the
 * kernel or links native code; installing a filter is the launch plan's business.
 *
 * <p>The policies that come with the library are the {@code .policy} files beside these classes,
 * read by {@link io.sandbox4j.seccomp.SeccompPolicy#named}.
 */
@NullMarked
package io.sandbox4j.seccomp;

import org.jspecify.annotations.NullMarked;
