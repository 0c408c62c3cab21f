/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Leaves the session by double fork and setsid, closes everything, and lives on in a grandchild. */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

int main(void) {
  if (fork() == 0) {
    setsid();
    if (fork() == 0) {
      for (int s = 1; s < 32; s++) {
        signal(s, SIG_IGN);
      }
      for (;;) {
        pause();
      }
    }
    _exit(0);
  }
  usleep(100000);
  return 0;
}
