// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <stdlib.h>

struct arc {
  int from, to;
  long long weight;
};

static int by_start(const void *a, const void *b) {
  return ((const struct arc *)a)->from - ((const struct arc *)b)->from;
}

int main(void) {
  int n, m;
  if (scanf("%d %d", &n, &m) != 2) return 1;
  struct arc *arcs = calloc(m + 1, sizeof *arcs);
  long long *best = calloc(n + 1, sizeof *best), most = 0;
  for (int i = 0; i < m; i++) {
    if (scanf("%d %d %lld", &arcs[i].from, &arcs[i].to, &arcs[i].weight) != 3) return 1;
  }
  qsort(arcs, m, sizeof *arcs, by_start);
  for (int i = 0; i < m; i++) {
    long long length = best[arcs[i].from] + arcs[i].weight;
    if (length > best[arcs[i].to]) best[arcs[i].to] = length;
    if (length > most) most = length;
  }
  printf("%lld\n", most);
}
