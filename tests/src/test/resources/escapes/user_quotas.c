/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* What the kernel counts for each user: takes all of it (inotify instances, queued signals) and, when it
 * holds it, sleeps until its input ends. With "look" it says what is left for this user. */
#include "attack.h"
#include <sys/inotify.h>

int main(int argc, char **argv) {
  long instances = 0, signals = 0;
  int most = argc > 1 && !strcmp(argv[1], "look") ? 1 : 1 << 20;
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, 0);
  while (instances < most && inotify_init1(IN_CLOEXEC) >= 0) instances++;
  while (signals < most && sigqueue(getpid(), SIGRTMIN, (union sigval){0}) == 0) signals++;
  printf("%ld inotify instances, %ld signals\n", instances, signals);
  fflush(stdout);
  char byte;
  return most == 1 ? 0 : (int)read(0, &byte, 1);
}
