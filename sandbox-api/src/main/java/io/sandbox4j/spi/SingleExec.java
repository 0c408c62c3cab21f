/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

/**
 * Left as a note on a {@link RunSpec}: its seccomp filter notifies its listener of execve, to have
 * it refused or for a handler. The shim lets through what the launch itself executes, which is the
 * plan's until then: no code of the guest runs and none shares its memory, so that nothing can
 * change under the shim's answer. From the first instruction of the program on nobody lets anything
 * through.
 *
 * @param number the number of execve here
 */
public record SingleExec(int number) {}
