/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Prints the numbers of its open descriptors. */
#include <fcntl.h>
#include <stdio.h>

int main(void) {
  for (int fd = 0; fd < 4096; fd++) {
    if (fcntl(fd, F_GETFD) != -1) {
      printf("%d ", fd);
    }
  }
  return 0;
}
