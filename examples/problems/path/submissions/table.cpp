// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>
#include <vector>

struct Arc {
  int from, to;
  long long weight;
};

int main() {
  std::ios::sync_with_stdio(false);
  int n, m;
  std::cin >> n >> m;
  std::vector<Arc> arcs(m);
  for (auto &arc : arcs) std::cin >> arc.from >> arc.to >> arc.weight;
  std::ranges::sort(arcs, {}, &Arc::from);
  std::vector<long long> best(n + 1);
  for (const auto &arc : arcs) {
    best[arc.to] = std::max(best[arc.to], best[arc.from] + arc.weight);
  }
  std::cout << *std::ranges::max_element(best) << '\n';
}
