/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096 };

static long bytes(const char *hex) {
  size_t length = strlen(hex) / 2;
  char *pages = mmap(0, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mprotect(pages + PAGE, PAGE, PROT_NONE);
  char *at = pages + PAGE - length;
  for (size_t i = 0; i < length; i++) {
    unsigned value;
    sscanf(hex + 2 * i, "%2x", &value);
    at[i] = (char)value;
  }
  return (long)at;
}

static long argument(const char *text) {
  if (text[0] == '@') return (long)(text + 1);
  return text[0] == '%' ? bytes(text + 1) : strtol(text, 0, 0);
}

int main(int argc, char **argv) {
  long a[6] = {0};
  for (int i = 2; i < argc && i < 8; i++) {
    a[i - 2] = argument(argv[i]);
  }
  long result = syscall(strtol(argv[1], 0, 0), a[0], a[1], a[2], a[3], a[4], a[5]);
  printf("%d\n", result == -1 ? errno : 0);
  return 0;
}
