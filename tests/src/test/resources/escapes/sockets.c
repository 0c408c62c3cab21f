/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Socket families that reach the hypervisor, kernel code or the wire. argv: families, types, protocols. */
#include "attack.h"
#include <sys/socket.h>

int main(int argc, char **argv) {
  char made[512] = {0};
  for (int i = 1; i + 2 < argc; i += 3) {
    int end = socket(atoi(argv[i]), atoi(argv[i + 1]), atoi(argv[i + 2]));
    if (end < 0) continue;
    close(end);
    strcat(strcat(made, " family "), argv[i]);
  }
  return made[0] ? won("made:%s", made) : shut("none can be made");
}
