/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* The room of pipes counts against the user who made them, for stdio the JVM's. */
#include "attack.h"

int main(void) {
  for (int end = 0; end < 3; end++)
    if (fcntl(end, F_SETPIPE_SZ, 1 << 20) >= 0) return won("descriptor %d holds 1 MiB", end);
  return shut("F_SETPIPE_SZ: %s", strerror(errno));
}
