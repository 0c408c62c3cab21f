/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* The kernel's keys are no part of any namespace but the user's: what one run leaves, another finds. */
#include "attack.h"

int main(int argc, char **argv) {
  (void)argc;
  const int keyrings[] = {-3 /* session */, -4 /* user */, -5 /* user session */};
  for (int i = 0; i < 3; i++) {
    if (!strcmp(argv[1], "leave")) {
      long key = syscall(SYS_add_key, "user", "sandbox4j-escape", "x", 1, keyrings[i]);
      if (key >= 0 && i == 1) return won("left a key");
    } else {
      long key = syscall(SYS_keyctl, 10 /* SEARCH */, keyrings[i], "user", "sandbox4j-escape", 0);
      if (key >= 0) {
        syscall(SYS_keyctl, 9 /* UNLINK */, key, keyrings[i]);
        return won("found it");
      }
    }
  }
  return shut("no key: %s", strerror(errno));
}
