/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Fills the stack. */
static int deep(volatile char *above) {
  volatile char frame[4096];
  frame[0] = above[0];
  return deep(frame) + frame[0];
}

int main(void) {
  char first = 1;
  return deep(&first);
}
