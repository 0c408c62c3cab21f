// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Makes the compiler instantiate more than a hundred million templates.
template <int N, int M>
struct Node {
  static constexpr int value = Node<N - 1, 2 * M>::value + Node<N - 1, 2 * M + 1>::value;
};

template <int M>
struct Node<0, M> {
  static constexpr int value = M;
};

int main() { return Node<26, 1>::value; }
