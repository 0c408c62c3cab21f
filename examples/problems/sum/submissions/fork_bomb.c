// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Forks without end, in every child too. The task limit makes fork fail; what is left burns CPU
// until the CPU limit of all processes together ends the run.
#include <unistd.h>

int main(void) {
  for (;;) {
    fork();
  }
}
