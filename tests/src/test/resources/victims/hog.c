/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Touches memory until something ends it; with "child" a child does it and the parent exits 0. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void eat(void) {
  for (;;) {
    char *more = malloc(1 << 20);
    if (more) {
      memset(more, 1, 1 << 20);
    }
  }
}

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "child") == 0) {
    if (fork() == 0) {
      eat();
    }
    int status;
    wait(&status);
    return 0;
  }
  eat();
}
