/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* A file with set-user-id or set-group-id, made in every way; argv[1] is the directory. */
#include "attack.h"

static int has(const char *path, const char *how) {
  struct stat status;
  return stat(path, &status) == 0 && status.st_mode & (S_ISUID | S_ISGID) && !S_ISDIR(status.st_mode) ? won("%s", how) : -1;
}

int main(int argc, char **argv) {
  (void)argc;
  char path[4096];
  snprintf(path, sizeof path, "%s/f", argv[1]);
  umask(0);
  unlink(path);
  close(open(path, O_RDWR | O_CREAT, 06755));
  if (has(path, "open") == 0) return 0;
  unlink(path);
  close(open(path, O_RDWR | O_CREAT, 0755));
  chmod(path, 04755);
  if (has(path, "chmod") == 0) return 0;
  int file = open(path, O_RDWR);
  fchmod(file, 02755);
  if (has(path, "fchmod") == 0) return 0;
  syscall(SYS_fchmodat, AT_FDCWD, path, 04755);
  if (has(path, "fchmodat") == 0) return 0;
  syscall(452 /* fchmodat2 */, AT_FDCWD, path, 06755, 0);
  if (has(path, "fchmodat2") == 0) return 0;
  unsigned long long how[3] = {O_RDWR | O_CREAT, 06755, 0};
  unlink(path);
  syscall(437 /* openat2 */, AT_FDCWD, path, how, sizeof how);
  if (has(path, "openat2") == 0) return 0;
  unlink(path);
  syscall(SYS_mknodat, AT_FDCWD, path, S_IFREG | 06755, 0);
  if (has(path, "mknodat") == 0) return 0;
  unlink(path);
  int unnamed = open(argv[1], O_TMPFILE | O_RDWR, 06755);
  char link[64];
  sprintf(link, "/proc/self/fd/%d", unnamed);
  if (unnamed >= 0) linkat(AT_FDCWD, link, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
  if (has(path, "O_TMPFILE") == 0) return 0;
  return shut("no such file can be made");
}
