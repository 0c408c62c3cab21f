/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Leaves daemons in sessions of their own behind, some of which fork again and again, ignore every
 * signal or hang in a vfork. */
#include "attack.h"

static void daemon_of(int kind) {
  setsid();
  if (fork()) _exit(0);
  for (int signal = 1; signal <= 64; signal++) sigaction(signal, &(struct sigaction){.sa_handler = SIG_IGN}, 0);
  for (;;) {
    if (kind == 0 && fork()) _exit(0); /* never the same pid */
    if (kind == 1 && vfork() == 0) pause();
    if (kind == 2) pause();
    usleep(1000);
  }
}

int main(void) {
  for (int kind = 0; kind < 3; kind++)
    if (fork() == 0) daemon_of(kind);
  usleep(20000);
  return 0;
}
