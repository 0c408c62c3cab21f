// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Makes the compiler instantiate more than a hundred million templates.
template <int N, unsigned M>
struct Node {
  static constexpr unsigned value = Node<N - 1, 2 * M>::value + Node<N - 1, 2 * M + 1>::value;
};

template <unsigned M>
struct Node<0, M> {
  static constexpr unsigned value = M;
};

int main() { return Node<26, 1>::value & 1; }
