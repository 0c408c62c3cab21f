/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* A ring does calls that no filter sees: files, sockets of any family. */
#include "attack.h"

int main(void) {
  unsigned char parameters[256] = {0};
  return judge("io_uring_setup", syscall(425, 2, parameters));
}
