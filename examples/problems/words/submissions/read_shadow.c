// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Reads the host's password file. Inside there is none to read.
#include <stdio.h>

int main(void) {
  FILE *shadow = fopen("/etc/shadow", "r");
  if (!shadow) return 1;
  char line[256];
  while (fgets(line, sizeof line, shadow)) fputs(line, stdout);
}
