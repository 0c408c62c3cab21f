# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
# Floods the other stream; both count.
import sys

while True:
    sys.stderr.write("all work and no play makes jack a dull boy\n" * 1000)
