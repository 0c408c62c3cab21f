// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

static int is_prime(int n) {
  for (int d = 2; d * d <= n; d++) {
    if (n % d == 0) return 0;
  }
  return 1;
}

int main(void) {
  int q, a, b;
  scanf("%d", &q);
  while (q-- > 0 && scanf("%d %d", &a, &b) == 2) {
    int count = 0;
    for (int n = a; n <= b; n++) count += is_prime(n);
    printf("%d\n", count);
  }
}
