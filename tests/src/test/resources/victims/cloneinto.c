/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Clones a process into a cgroup and a new cgroup namespace in one call, and shows what it then
 * sees as its cgroup. An ordinary user needs a user namespace for that. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define INTO_CGROUP 0x200000000ull

struct arguments { uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup; };

int main(int argc, char **argv) {
  int group = argc > 1 ? open(argv[1], O_PATH | O_DIRECTORY) : -1;
  if (group < 0) return 2;
  struct arguments a = {.flags = INTO_CGROUP | CLONE_NEWCGROUP | CLONE_NEWUSER, .exit_signal = 17, .cgroup = (uint64_t)group};
  long pid = syscall(SYS_clone3, &a, sizeof a);
  if (pid < 0) {
    printf("clone3: %s\n", strerror(errno));
    return 1;
  }
  if (pid == 0) {
    char text[4096];
    int self = open("/proc/self/cgroup", O_RDONLY);
    long size = read(self, text, sizeof text);
    if (size > 0 && write(1, text, (unsigned long)size) == size) _exit(0);
    _exit(3);
  }
  int status;
  waitpid((pid_t)pid, &status, 0);
  return status != 0;
}
