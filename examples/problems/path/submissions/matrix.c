// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Right, but a matrix of all nodes needs 500 MB.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  int n, m, a, b;
  long long w, most = 0;
  if (scanf("%d %d", &n, &m) != 2) return 1;
  long long *matrix = malloc(sizeof *matrix * (n + 1) * (n + 1));
  memset(matrix, 0xff, sizeof *matrix * (n + 1) * (n + 1));
  long long *best = calloc(n + 1, sizeof *best);
  while (m-- > 0 && scanf("%d %d %lld", &a, &b, &w) == 3) {
    long long *cell = &matrix[(size_t)a * (n + 1) + b];
    if (w > *cell) *cell = w;
  }
  for (a = 1; a <= n; a++) {
    for (b = a + 1; b <= n; b++) {
      w = matrix[(size_t)a * (n + 1) + b];
      if (w >= 0 && best[a] + w > best[b]) best[b] = best[a] + w;
    }
    if (best[a] > most) most = best[a];
  }
  printf("%lld\n", most);
}
