/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Burns CPU time in children that nobody waits for, and resets every limit that it is told of. */
#include "attack.h"
#include <sys/resource.h>

static void reset(int signal) {
  (void)signal;
  struct rlimit endless = {RLIM_INFINITY, RLIM_INFINITY}, now;
  setrlimit(RLIMIT_CPU, &endless);
  getrlimit(RLIMIT_CPU, &now);
  now.rlim_cur = now.rlim_max;
  setrlimit(RLIMIT_CPU, &now);
}

int main(void) {
  signal(SIGCHLD, SIG_IGN);
  signal(SIGXCPU, reset);
  reset(0);
  for (;;)
    if (fork() == 0) {
      for (volatile long i = 0; i < 20000000; i++) continue;
      _exit(0);
    } else {
      usleep(20000);
    }
}
