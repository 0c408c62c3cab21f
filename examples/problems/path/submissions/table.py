# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
import sys

numbers = list(map(int, sys.stdin.buffer.read().split()))
best = [0] * (numbers[0] + 1)
for start, end, weight in sorted(zip(*[iter(numbers[2:])] * 3)):
    best[end] = max(best[end], best[start] + weight)
print(max(best))
