/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Makes empty files until it is refused. */
#include "attack.h"

int main(void) {
  long files = 0;
  char name[64];
  for (;; files++) {
    sprintf(name, "/tmp/%ld", files);
    int file = open(name, O_WRONLY | O_CREAT, 0600);
    if (file < 0 || files >= 1000000) break;
    close(file);
  }
  if (files >= 1000000) return won("%ld files", files);
  return shut("after %ld files: %s", files, strerror(errno));
}
