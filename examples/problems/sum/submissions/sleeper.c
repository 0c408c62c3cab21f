// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Sleeps for ever: no CPU time is used, the wall time limit ends it.
#include <unistd.h>

int main(void) {
  for (;;) pause();
}
