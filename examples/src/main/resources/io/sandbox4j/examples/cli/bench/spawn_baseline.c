/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc < 5) {
    fprintf(stderr, "usage: spawn_baseline pinned|free N WARM_UP PROGRAM [ARGUMENT...]\n");
    return 2;
  }
  if (strcmp(argv[1], "pinned") == 0) {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    if (sched_setaffinity(0, sizeof one, &one) != 0) {
      perror("sched_setaffinity");
      return 1;
    }
  }
  long n = atol(argv[2]), warm_up = atol(argv[3]);
  for (long i = -warm_up; i < n; i++) {
    pid_t pid;
    int status;
    long long begin = now();
    if (posix_spawn(&pid, argv[4], NULL, NULL, argv + 4, environ) != 0
        || waitpid(pid, &status, 0) != pid || status != 0) {
      fprintf(stderr, "%s did not run\n", argv[4]);
      return 1;
    }
    long long end = now();
    if (i >= 0) {
      printf("%lld\n", end - begin);
    }
  }
  return 0;
}
