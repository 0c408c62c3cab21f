// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Its children eat the memory, so that killing one of them is not enough.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void) {
  fork();
  fork();
  for (;;) {
    char *block = malloc(1 << 20);
    if (block) memset(block, 1, 1 << 20);
  }
}
