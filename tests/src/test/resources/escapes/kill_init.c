/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Sends every signal to pid 1, in every way, and stops, slows and limits it; if the sandbox stands
 * afterwards the exit status is 7 and nothing else. */
#include "attack.h"
#include <sys/resource.h>

int main(void) {
  for (int signal = 1; signal <= 64; signal++) {
    kill(1, signal);
    syscall(SYS_tgkill, 1, 1, signal);
    siginfo_t forged = {0};
    forged.si_signo = signal;
    forged.si_code = SI_QUEUE;
    syscall(SYS_rt_sigqueueinfo, 1, signal, &forged);
    long pidfd = syscall(434 /* pidfd_open */, 1, 0);
    if (pidfd >= 0) syscall(424 /* pidfd_send_signal */, pidfd, signal, 0, 0);
    if (pidfd >= 0) close((int)pidfd);
  }
  struct rlimit none = {0, 0};
  prlimit(1, RLIMIT_CPU, &none, 0);
  prlimit(1, RLIMIT_NOFILE, &none, 0);
  usleep(100000);
  printf("alive\n");
  fflush(stdout);
  return 7;
}
