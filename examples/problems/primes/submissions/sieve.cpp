// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>
#include <vector>

int main() {
  constexpr int most = 3000000;
  std::vector<bool> composite(most + 1);
  std::vector<int> primes;
  for (long i = 2; i <= most; i++) {
    if (composite[i]) continue;
    primes.push_back(i);
    for (long k = i * i; k <= most; k += i) composite[k] = true;
  }
  int q, a, b;
  std::cin >> q;
  while (std::cin >> a >> b) {
    auto first = std::ranges::lower_bound(primes, a), last = std::ranges::upper_bound(primes, b);
    std::cout << last - first << '\n';
  }
}
