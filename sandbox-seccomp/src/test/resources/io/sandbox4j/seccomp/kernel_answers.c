/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* kernel_answers FILTER CALLS ANSWERS: installs the filter, makes each call, writes what the kernel
 * answers. The filter lets nothing through, so answers go into a mapped file, and the end is a trap. */
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct call { unsigned long number, argument[6]; };

static long make(const struct call *c) {
#if defined(__x86_64__)
  long result;
  register long r10 __asm__("r10") = (long)c->argument[3];
  register long r8 __asm__("r8") = (long)c->argument[4];
  register long r9 __asm__("r9") = (long)c->argument[5];
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(c->number), "D"(c->argument[0]), "S"(c->argument[1]), "d"(c->argument[2]), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 __asm__("x8") = (long)c->number;
  register long x0 __asm__("x0") = (long)c->argument[0];
  register long x1 __asm__("x1") = (long)c->argument[1];
  register long x2 __asm__("x2") = (long)c->argument[2];
  register long x3 __asm__("x3") = (long)c->argument[3];
  register long x4 __asm__("x4") = (long)c->argument[4];
  register long x5 __asm__("x5") = (long)c->argument[5];
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
#else
#error "x86-64 and aarch64 only"
#endif
}

static void *map(const char *path, int flags, int protection, size_t *size) {
  struct stat stat;
  int fd = open(path, flags);
  if (fd < 0 || fstat(fd, &stat) < 0) exit(2);
  *size = (size_t)stat.st_size;
  void *at = mmap(0, *size, protection, MAP_SHARED, fd, 0);
  if (at == MAP_FAILED) exit(2);
  return at;
}

int main(int argc, char **argv) {
  size_t filter_size, calls_size, answers_size;
  if (argc != 4) return 2;
  struct sock_filter *filter = map(argv[1], O_RDONLY, PROT_READ, &filter_size);
  struct call *calls = map(argv[2], O_RDONLY, PROT_READ, &calls_size);
  long *answers = map(argv[3], O_RDWR, PROT_READ | PROT_WRITE, &answers_size);
  size_t count = calls_size / sizeof *calls;
  if (answers_size < count * sizeof *answers) return 2;
  struct sock_fprog program = {(unsigned short)(filter_size / sizeof *filter), filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return 3;
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program)) return 4;
  for (size_t i = 0; i < count; i++) answers[i] = make(&calls[i]);
  __builtin_trap();
}
