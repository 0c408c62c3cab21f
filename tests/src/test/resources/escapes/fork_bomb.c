/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Forks without end, in every process. */
#include "attack.h"

int main(void) {
  printf("begins\n");
  fflush(stdout);
  for (;;) fork();
}
