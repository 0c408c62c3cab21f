/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/*
 * The floor of the launch benchmark: posix_spawn and waitpid, pinned to one CPU.
 * usage: spawn_baseline PROGRAM N WARM_UP; prints N lines, nanoseconds each.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: spawn_baseline PROGRAM N WARM_UP\n");
    return 2;
  }
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(sched_getcpu(), &one);
  if (sched_setaffinity(0, sizeof one, &one) != 0) {
    perror("sched_setaffinity");
    return 1;
  }
  char *child_argv[] = {argv[1], NULL};
  char *child_env[] = {NULL};
  long n = atol(argv[2]), warm_up = atol(argv[3]);
  for (long i = -warm_up; i < n; i++) {
    pid_t pid;
    int status;
    long long begin = now();
    if (posix_spawn(&pid, argv[1], NULL, NULL, child_argv, child_env) != 0
        || waitpid(pid, &status, 0) != pid || status != 0) {
      fprintf(stderr, "%s did not run\n", argv[1]);
      return 1;
    }
    long long end = now();
    if (i >= 0) {
      printf("%lld\n", end - begin);
    }
  }
  return 0;
}
