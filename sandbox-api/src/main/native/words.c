/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Numbers as text, the way procfs and cgroupfs write them, and lists of processes. */
#include "run.h"

usize put_decimal(u8 *at, u64 value) {
  u8 digits[20];
  usize size = 0;
  do digits[size++] = (u8)('0' + value % 10);
  while ((value /= 10) != 0);
  for (usize i = 0; i < size; i++) at[i] = digits[size - 1 - i];
  at[size] = 0;
  return size;
}

/* Exactly `width` digits with leading zeros and no NUL, where the length must be known beforehand. */
usize put_padded(u8 *at, u64 value, usize width) {
  for (usize i = width; i > 0; value /= 10) at[--i] = (u8)('0' + value % 10);
  return width;
}

/* The number after `key` at the start of a line, or at the start of the text without a key. */
int parse_counter(const u8 *text, long size, const u8 *key, u64 *value) {
  long at = 0;
  while (key && at < size) {
    long k = 0;
    while (key[k] && at + k < size && text[at + k] == key[k]) k++;
    if (!key[k]) {
      at += k;
      break;
    }
    while (at < size && text[at] != '\n') at++;
    at++;
  }
  if (at >= size || text[at] < '0' || text[at] > '9') return 0;
  u64 number = 0;
  while (at < size && text[at] >= '0' && text[at] <= '9') number = number * 10 + (u64)(text[at++] - '0');
  *value = number;
  return 1;
}

/* Calls `each` for every pid in a cgroup.procs; how many there were, or the errno. */
static long for_listed(int list, long (*each)(i32 pid, int target), int target) {
  u8 text[4096];
  long count = 0, offset = 0, size;
  i64 pid = 0;
  int digits = 0;
  while ((size = sys4(NR_pread64, list, text, sizeof text, offset)) > 0) {
    for (long i = 0; i < size; i++) {
      if (text[i] >= '0' && text[i] <= '9') {
        pid = pid * 10 + (text[i] - '0');
        digits++;
      } else if (digits) {
        if (pid > 0) {
          long result = each((i32)pid, target);
          if (result < 0 && result != -E_SRCH) return result;
        }
        count++;
        pid = digits = 0;
      }
    }
    offset += size;
  }
  return size < 0 ? size : count;
}

static long kill_one(i32 pid, int target) {
  (void)target;
  return sys2(NR_kill, pid, SIG_KILL);
}

static long move_one(i32 pid, int target) {
  u8 text[24];
  usize size = put_decimal(text, (u64)pid);
  long result = sys3(NR_write, target, text, size);
  return result < 0 ? result : 0;
}

/* SIGKILL to every process of a cgroup: -EAGAIN while there was any, so that it is tried again. */
long kill_listed(int list) {
  long count = for_listed(list, kill_one, 0);
  return count > 0 ? -E_AGAIN : count;
}

/* A process forked meanwhile is already where its parent was moved, so a few passes suffice. */
long move_listed(int list, int target) {
  long count = 0;
  for (int pass = 0; pass < 4; pass++) {
    count = for_listed(list, move_one, target);
    if (count < 0) return count;
  }
  return count;
}
