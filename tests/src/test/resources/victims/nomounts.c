/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Puts itself under a Landlock ruleset, which forbids every mount (landlock(7)), and executes its
 * arguments. It forbids nothing else: its one right is never asked for. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv) {
  uint64_t handled = 1ull << 11; /* LANDLOCK_ACCESS_FS_MAKE_BLOCK */
  int rules = (int)syscall(444, &handled, sizeof handled, 0);
  if (rules < 0) {
    printf("no Landlock\n");
    return 0;
  }
  if (argc < 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || syscall(446, rules, 0)) return 2;
  execv(argv[1], argv + 1);
  return 3;
}
