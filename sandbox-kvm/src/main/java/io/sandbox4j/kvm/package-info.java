/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Home of the microVM: virtual machine, processors, guest memory, boot protocols and devices over
 * {@code /dev/kvm}. This version has none of them. The package may not link native code; it reaches
 * the kernel through the bindings of the base module.
 */
@NullMarked
package io.sandbox4j.kvm;

import org.jspecify.annotations.NullMarked;
