/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.WallState;
import io.sandbox4j.internal.linux.Descriptor;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a run needs besides the run itself.
 *
 * @param queued how long it waited for its turn
 * @param walls the walls in force
 * @param sessionDisk the private file system of the session it belongs to, null outside of one
 * @param room how much the files taken out may hold
 */
record Afterwards(
    Duration queued, List<WallState> walls, @Nullable Descriptor sessionDisk, ResultFiles room) {}
