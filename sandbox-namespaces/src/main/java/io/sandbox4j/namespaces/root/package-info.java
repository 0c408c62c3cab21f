/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What a program sees as its file system: the root, /dev, /proc, the private disk, binds, files.
 *
 * <p>Init assembles it on one tmpfs, the disk, which it mounts over {@code /proc} of its own mount
 * namespace (a directory that every host has) and makes its working directory. In there are {@code
 * root}, where the new root grows, {@code dev}, and the program's writable places {@code work},
 * {@code tmp} and {@code shm}. Then it pivots into {@code root}.
 */
@NullMarked
package io.sandbox4j.namespaces.root;

import org.jspecify.annotations.NullMarked;
