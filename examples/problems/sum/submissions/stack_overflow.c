// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Recursion without end: the stack limit stops it with SIGSEGV before it meets the memory limit.
#include <stdio.h>

static int deeper(volatile char *above) {
  volatile char frame[4096];
  frame[0] = above[0];
  return deeper(frame) + frame[1];
}

int main(void) {
  volatile char first = 0;
  printf("%d\n", deeper(&first));
}
