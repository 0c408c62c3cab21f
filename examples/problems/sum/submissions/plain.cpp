// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <iostream>
#include <iterator>
#include <numeric>

int main() {
  std::ios::sync_with_stdio(false);
  int n;
  std::cin >> n;
  std::istream_iterator<std::int64_t> first(std::cin), last;
  std::cout << std::accumulate(first, last, std::int64_t{0}) << '\n';
}
