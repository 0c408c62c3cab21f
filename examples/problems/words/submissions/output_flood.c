// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

int main(void) {
  for (;;) puts("the quick brown fox jumps over the lazy dog");
}
