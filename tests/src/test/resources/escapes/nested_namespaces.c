/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* CVE-2022-0185, CVE-2022-0492 and many others begin with a user namespace of one's own, in which one
 * has every capability over kernel code. All ways to get one. */
#include "attack.h"
#include <linux/sched.h>

static int by_clone3(void) {
  struct clone_args arguments = {.flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
  long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
  if (pid == 0) _exit(0);
  return (int)pid;
}

int main(void) {
  long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) _exit(0);
  if (pid > 0) return won("clone");
  if (by_clone3() > 0) return won("clone3");
  int own = open("/proc/self/ns/mnt", O_RDONLY);
  if (own >= 0 && syscall(SYS_setns, own, 0) == 0) return won("setns");
  for (int flag = 0; flag < 32; flag++)
    if ((0x7e020080u & 1u << flag) && syscall(SYS_unshare, 1u << flag) == 0) return won("unshare bit %d", flag);
  return judge("unshare with high bits set", syscall(SYS_unshare, 0x100000000L | CLONE_NEWUSER));
}
