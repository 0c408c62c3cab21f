// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

int main() {
  std::map<std::string, int> counts;
  std::string word;
  for (std::istreambuf_iterator<char> at(std::cin), end; at != end; ++at) {
    char letter = static_cast<char>(*at | 0x20);
    if (letter >= 'a' && letter <= 'z') {
      word += letter;
    } else if (!word.empty()) {
      counts[std::exchange(word, {})]++;
    }
  }
  if (!word.empty()) counts[word]++;
  std::vector<std::pair<std::string, int>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, [](auto &a, auto &b) { return a.second > b.second; });
  for (auto &[each, count] : sorted) std::cout << each << ' ' << count << '\n';
}
