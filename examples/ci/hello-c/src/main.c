// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <stdlib.h>

#include "roman.h"

int main(int argc, char **argv) {
  char text[ROMAN_LONGEST];
  if (argc != 2 || roman(atoi(argv[1]), text) != 0) {
    fprintf(stderr, "usage: roman NUMBER (1 to 3999)\n");
    return 1;
  }
  puts(text);
}
