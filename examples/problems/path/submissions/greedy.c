// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Takes the heaviest arc at each node.
#include <stdio.h>

static int to[10001], weight[10001];

int main(void) {
  int n, m, a, b, w;
  if (scanf("%d %d", &n, &m) != 2) return 1;
  while (m-- > 0 && scanf("%d %d %d", &a, &b, &w) == 3) {
    if (w > weight[a]) {
      weight[a] = w;
      to[a] = b;
    }
  }
  long long length = 0;
  for (int node = 1; to[node]; node = to[node]) length += weight[node];
  printf("%lld\n", length);
}
