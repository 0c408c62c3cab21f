/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Calls by the numbers of other interfaces, which a filter that knows only one of them lets pass: x32
 * (getpid), and 32-bit calls by int 0x80 (getpid again, and what is ptrace there). */
#include "attack.h"

int main(void) {
#if defined(__x86_64__)
  long x32 = syscall(0x40000000 | 39);
  if (x32 > 0) return won("x32 getpid gave %ld", x32);
  pid_t child = fork(); /* the filter may kill */
  if (child == 0) {
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory");
    _exit(result == getpid() ? 42 : 0);
  }
  int status;
  waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 42) return won("int 0x80 gave its pid");
#endif
  return shut("only one interface answers");
}
