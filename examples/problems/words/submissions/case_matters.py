# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
# Takes "The" and "the" for two words.
import collections
import re
import sys

counts = collections.Counter(re.findall("[A-Za-z]+", sys.stdin.read()))
for word, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
    print(word, count)
