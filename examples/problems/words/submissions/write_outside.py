# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
# Writes wherever the host would feel it. Every place but the private ones refuses.
import os
import sys

places = ["/", "/etc", "/usr/bin", "/usr/lib", "/proc/sys/kernel", "/sys", "/jdk", "/root", "/home"]
written = []
for place in places:
    try:
        with open(os.path.join(place, "sandbox4j-was-here"), "w") as file:
            file.write("x")
        written.append(place)
    except OSError:
        pass
for setting in ["/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger"]:
    try:
        os.close(os.open(setting, os.O_WRONLY))
        written.append(setting)
    except OSError:
        pass
if written:
    print("written:", written)
    sys.exit(0)
sys.exit(2)
