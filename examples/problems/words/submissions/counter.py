# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
import collections
import re
import sys

counts = collections.Counter(re.findall("[a-z]+", sys.stdin.read().lower()))
for word, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
    print(word, count)
