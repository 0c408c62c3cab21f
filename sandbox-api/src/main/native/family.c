/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* All that descends from a command, where no cgroup holds it together: what stands in the cgroup
 * namespace that the command was given. A program without capabilities cannot leave it, and a child
 * is born in it, however it daemonises. */
#include "run.h"

struct entry { u64 inode; i64 offset; u16 size; u8 type; char name[]; };
struct stat_part { u8 before[32]; u64 inode; u8 after[216]; }; /* struct statx */
enum { AT_EMPTY_PATH_ = 0x1000, STATX_INO_ = 0x100 };

static u64 inode_of(int directory, const char *path, int flags) {
  struct stat_part stat;
  return sys5(NR_statx, directory, path, flags, STATX_INO_, &stat) < 0 ? 0 : stat.inode;
}

/* By the descriptor of its directory, which names this process and no later one of its pid. One that
 * is dead already has no namespaces. */
static int kill_relative(int proc, const char *pid, u64 family) {
  int process = (int)sys4(NR_openat, proc, pid, O_DIRECTORY_ | O_CLOEXEC_, 0);
  if (process < 0) return 0;
  int killed = inode_of(process, "ns/cgroup", 0) == family &&
               sys4(NR_pidfd_send_signal, process, SIG_KILL, 0, 0) == 0;
  sys1(NR_close, process);
  return killed;
}

long kill_family(int proc, int family) {
  u8 text[4096] __attribute__((aligned(8)));
  u64 inode = inode_of(family, "", AT_EMPTY_PATH_);
  if (!inode) return -E_PROTO;
  long count = 0, size;
  sys3(NR_lseek, proc, 0, 0);
  while ((size = sys3(NR_getdents64, proc, text, sizeof text)) > 0) {
    for (long at = 0; at < size;) {
      struct entry *entry = (struct entry *)(text + at);
      if (entry->name[0] >= '1' && entry->name[0] <= '9') count += kill_relative(proc, entry->name, inode);
      at += entry->size;
    }
  }
  return size < 0 ? size : count ? -E_AGAIN : 0;
}
