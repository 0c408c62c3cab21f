/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

/**
 * Who owns the files that are made for a program: the ids that a system call inside the sandbox
 * takes for the program's user, which are host ids where there is no user namespace. Left as a note
 * on the {@link RunSpec} by the layer that gives out ids.
 *
 * @param uid the user, 0 to 2^32-2
 * @param gid the group, 0 to 2^32-2
 */
public record FileOwner(long uid, long gid) {}
