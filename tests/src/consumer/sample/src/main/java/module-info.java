/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** A user of the library: it names the API alone, the walls are found as services. */
module com.example.sample {
  requires io.sandbox4j;
}
