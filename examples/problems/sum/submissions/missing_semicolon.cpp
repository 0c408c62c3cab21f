// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
#include <iostream>

int main() {
  std::cout << "<b>not compiled</b>" << 1
}
