/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* foreign: getpid by x32's number and by i386's entry; prints whether each was carried out. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
  long x32 = syscall(0x40000000 + 39);
  printf("x32 %s\n", x32 == -1 ? "refused" : "done");
  fflush(stdout);
  long i386 = 20;
  __asm__ volatile("int $0x80" : "+a"(i386) : : "memory", "r8", "r9", "r10", "r11");
  printf("i386 %s\n", i386 < 0 ? "refused" : "done");
  return 0;
}
