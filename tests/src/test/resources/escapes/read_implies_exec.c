/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* personality(READ_IMPLIES_EXEC): every readable page becomes executable. */
#include "attack.h"
#include <sys/personality.h>

int main(void) {
  if (personality(READ_IMPLIES_EXEC) < 0) return shut("personality: %s", strerror(errno));
  unsigned char *code = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
#if defined(__x86_64__)
  memcpy(code, "\xb8\x2a\x00\x00\x00\xc3", 6); /* mov $42, %eax; ret */
#else
  memcpy(code, "\x40\x05\x80\x52\xc0\x03\x5f\xd6", 8); /* mov w0, #42; ret */
#endif
  return won("data executes and gives %d", ((int (*)(void))code)());
}
