/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* call NUMBER ARG...: one system call with numbers (or @text for a string); prints 0 or the errno. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
  long a[6] = {0};
  for (int i = 2; i < argc && i < 8; i++) {
    a[i - 2] = argv[i][0] == '@' ? (long)(argv[i] + 1) : strtol(argv[i], 0, 0);
  }
  long result = syscall(strtol(argv[1], 0, 0), a[0], a[1], a[2], a[3], a[4], a[5]);
  printf("%d\n", result == -1 ? errno : 0);
  return 0;
}
