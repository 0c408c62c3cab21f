/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Uses one CPU until something ends it. */
int main(void) {
  for (volatile unsigned long i = 0;; i++) {
  }
}
