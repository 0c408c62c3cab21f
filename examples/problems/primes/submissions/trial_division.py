# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
import sys

numbers = list(map(int, sys.stdin.read().split()))
for a, b in zip(numbers[1::2], numbers[2::2]):
    print(sum(n > 1 and all(n % d for d in range(2, n)) for n in range(a, b + 1)))
