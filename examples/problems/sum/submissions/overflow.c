// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// The sum does not fit into 32 bits.
#include <stdio.h>

int main(void) {
  int n;
  unsigned value, sum = 0;
  scanf("%d", &n);
  for (int i = 0; i < n; i++) {
    scanf("%d", &value);
    sum += value;
  }
  printf("%d\n", (int)sum);
}
