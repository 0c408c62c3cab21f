// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

enum { MOST = 3000000 };
static char composite[MOST + 1];
static int upto[MOST + 1];

int main(void) {
  for (long i = 2; i <= MOST; i++) {
    upto[i] = upto[i - 1] + !composite[i];
    if (!composite[i]) {
      for (long k = i * i; k <= MOST; k += i) composite[k] = 1;
    }
  }
  int q, a, b;
  if (scanf("%d", &q) != 1) return 1;
  while (q-- > 0 && scanf("%d %d", &a, &b) == 2) printf("%d\n", upto[b] - upto[a - 1]);
}
