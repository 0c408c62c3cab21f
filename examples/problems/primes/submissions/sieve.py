# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
import bisect
import itertools
import sys

MOST = 3_000_000
prime = bytearray([1]) * (MOST + 1)
prime[0] = prime[1] = 0
for i in range(2, int(MOST**0.5) + 1):
    if prime[i]:
        prime[i * i :: i] = bytes(len(range(i * i, MOST + 1, i)))
primes = list(itertools.compress(range(MOST + 1), prime))
numbers = list(map(int, sys.stdin.read().split()))
for a, b in zip(numbers[1::2], numbers[2::2]):
    print(bisect.bisect_right(primes, b) - bisect.bisect_left(primes, a))
