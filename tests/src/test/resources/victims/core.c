/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Tries to raise its core limit in both ways; prints the two errno values, then its own limit. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void) {
  struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY}, now;
  long a = syscall(SYS_prlimit64, 0, RLIMIT_CORE, &all, 0) ? errno : 0;
  struct rlimit none = {0, 0};
#ifdef SYS_setrlimit
  long b = syscall(SYS_setrlimit, RLIMIT_CORE, &none) ? errno : 0;
#else
  long b = syscall(SYS_prlimit64, 0, RLIMIT_CORE, &none, 0) ? errno : 0;
#endif
  getrlimit(RLIMIT_CORE, &now);
  printf("%ld %ld %llu\n", a, b, (unsigned long long)now.rlim_cur);
  return 0;
}
