/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* CVE-2022-0185 (fsconfig) and the mount calls: whoever can mount can show himself the host. */
#include "attack.h"

int main(void) {
  if (syscall(SYS_unshare, CLONE_NEWUSER | CLONE_NEWNS) == 0) {
    long context = syscall(430 /* fsopen */, "tmpfs", 0);
    return judge("fsopen in a namespace of one's own", context);
  }
  if (syscall(430, "tmpfs", 0) >= 0) return won("fsopen");
  if (syscall(428 /* open_tree */, AT_FDCWD, "/", 1) >= 0) return won("open_tree");
  if (syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, 0) == 0) return won("mount");
  if (syscall(SYS_umount2, "/proc", 2) == 0) return won("umount2");
  if (syscall(SYS_pivot_root, ".", ".") == 0) return won("pivot_root");
  if (syscall(442 /* mount_setattr */, AT_FDCWD, "/", 0, 0, 0) == 0) return won("mount_setattr");
  return judge("chroot", syscall(SYS_chroot, "/tmp"));
}
