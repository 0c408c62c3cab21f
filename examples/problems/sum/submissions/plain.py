# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
import sys

values = sys.stdin.buffer.read().split()
print(sum(map(int, values[1:])), end="  \n\n")
