// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Right, but tries every path: there are more than a million millions.
#include <algorithm>
#include <iostream>
#include <utility>
#include <vector>

static std::vector<std::vector<std::pair<int, int>>> arcs;

static long long from(int node) {
  long long best = 0;
  for (auto [to, weight] : arcs[node]) best = std::max(best, weight + from(to));
  return best;
}

int main() {
  int n, m;
  std::cin >> n >> m;
  arcs.resize(n + 1);
  for (int i = 0; i < m; i++) {
    int a, b, w;
    std::cin >> a >> b >> w;
    arcs[a].emplace_back(b, w);
  }
  long long best = 0;
  for (int node = 1; node <= n; node++) best = std::max(best, from(node));
  std::cout << best << '\n';
}
