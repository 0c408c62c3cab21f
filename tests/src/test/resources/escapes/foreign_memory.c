/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Reads and writes the memory, descriptors and registers of another process: of init, or, without
 * arguments, of a child of its own. */
#include "attack.h"
#include <sys/ptrace.h>
#include <sys/uio.h>

static long secret = 42;

int main(int argc, char **argv) {
  pid_t target = argc > 1 ? atoi(argv[1]) : victim();
  long copy = 0;
  struct iovec mine = {&copy, sizeof copy}, theirs = {&secret, sizeof secret};
  int result;
  if (process_vm_readv(target, &mine, 1, &theirs, 1, 0) > 0) result = won("process_vm_readv");
  else if (process_vm_writev(target, &mine, 1, &theirs, 1, 0) > 0) result = won("process_vm_writev");
  else {
    long pidfd = syscall(434 /* pidfd_open */, target, 0);
    if (pidfd >= 0 && syscall(438 /* pidfd_getfd */, pidfd, 0, 0) >= 0) result = won("pidfd_getfd");
    else if (ptrace(PTRACE_ATTACH, target, 0, 0) == 0) result = won("ptrace");
    else if (syscall(SYS_kcmp, getpid(), target, 0, 0, 0) >= 0) result = won("kcmp");
    else result = shut("process %d cannot be reached: %s", target, strerror(errno));
  }
  if (argc == 1) kill(target, SIGKILL);
  return result;
}
