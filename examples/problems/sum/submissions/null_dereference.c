// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
#include <stddef.h>

int main(void) {
  volatile int *nowhere = NULL;
  return *nowhere;
}
