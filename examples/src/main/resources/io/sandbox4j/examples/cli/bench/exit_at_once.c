/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* The program every series of the launch benchmark starts: no libc, no loader, it exits with 0. */
void _start(void) {
#if defined(__x86_64__)
  __asm__ volatile("xor %%edi, %%edi\n\tmov $60, %%eax\n\tsyscall" ::: "memory");
#elif defined(__aarch64__)
  __asm__ volatile("mov x0, #0\n\tmov x8, #93\n\tsvc #0" ::: "memory");
#else
#error "x86-64 and aarch64 only"
#endif
  __builtin_unreachable();
}
