# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
# Asks someone else for the answer.
import socket

with socket.create_connection(("192.0.2.1", 80), timeout=2) as peer:
    print(peer.recv(1024))
