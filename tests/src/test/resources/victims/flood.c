/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* flood BYTES [2]: writes so many zeros to stdout, or to stderr. */
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
  static char piece[1 << 16];
  long long left = argc > 1 ? atoll(argv[1]) : 0;
  while (left > 0) {
    ssize_t size = write(argc > 2 ? 2 : 1, piece, left < (1 << 16) ? left : 1 << 16);
    if (size < 0) {
      return 1;
    }
    left -= size;
  }
}
