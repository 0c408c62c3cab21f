/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The process engine: the shim's client, the event loop, streams, handles and sessions.
 *
 * <p>One {@link io.sandbox4j.internal.process.Supervisor} per class loader owns one shim and one
 * event-loop thread. The loop never runs user code, never blocks but in epoll_wait, and enforces no
 * deadline: those are the shim's. Lock order: a handle's lock before a stream's buffer; the loop
 * takes locks only for the few instructions that hand data over.
 */
@NullMarked
package io.sandbox4j.internal.process;

import org.jspecify.annotations.NullMarked;
