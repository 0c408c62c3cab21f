/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* filtered_calls calls FILTER|-     system calls under a filter, or under none: a line for each kind with
 *                                   the nanoseconds of a thousand, the median of some batches
 * filtered_calls install FILTER     how many nanoseconds it takes to install the filter
 * A filter is a file of struct sock_filter records. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { BATCHES = 31, CALLS = 1000 };

static int device;

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long install(const char *file) {
  static struct sock_filter records[4096];
  int fd = open(file, O_RDONLY);
  ssize_t size = read(fd, records, sizeof records);
  if (size <= 0 || size % sizeof *records || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) exit(1);
  struct sock_fprog program = {(unsigned short)(size / sizeof *records), records};
  long long begin = now();
  long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
  long long end = now();
  if (result) {
    perror("seccomp");
    exit(1);
  }
  return end - begin;
}

static void ask_pid(void) { syscall(SYS_getpid); }

static void ask_device(void) {
  struct termios settings;
  syscall(SYS_ioctl, device, TCGETS, &settings); /* ENOTTY */
}

static void map(void) {
  void *page = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED || munmap(page, 4096)) exit(1);
}

static int ascending(const void *a, const void *b) {
  long long x = *(const long long *)a, y = *(const long long *)b;
  return (x > y) - (x < y);
}

static void measure(const char *name, void (*call)(void)) {
  long long batch[BATCHES];
  for (int i = 0; i < BATCHES; i++) {
    long long begin = now();
    for (int j = 0; j < CALLS; j++) call();
    batch[i] = now() - begin;
  }
  qsort(batch, BATCHES, sizeof *batch, ascending);
  printf("%s %lld\n", name, batch[BATCHES / 2]);
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  if (!strcmp(argv[1], "install")) {
    printf("%lld\n", install(argv[2]));
    return 0;
  }
  device = open("/dev/null", O_RDONLY);
  if (strcmp(argv[2], "-")) install(argv[2]);
  measure("getpid", ask_pid);
  measure("ioctl", ask_device);
  measure("mmap", map);
  return 0;
}
