/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Locks on a file of the host that two sandboxes see: one sets them, the other looks. argv: set or look,
 * the file. What can be set or seen is a channel between the two. */
#include "attack.h"
#include <sys/file.h>

int main(int argc, char **argv) {
  (void)argc;
  int file = open(argv[2], O_RDONLY);
  if (file < 0) return shut("open: %s", strerror(errno));
  struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_len = 1};
  if (!strcmp(argv[1], "set")) {
    int leased = fcntl(file, F_SETLEASE, F_RDLCK) == 0;
    int notified = fcntl(file, 1026 /* F_NOTIFY */, 1) == 0;
    if (leased || notified) return won("lease or notification");
    flock(file, LOCK_EX);
    fcntl(file, F_SETLK, &lock);
    lock.l_start = 1;
    fcntl(file, F_OFD_SETLK, &lock);
    printf("set\n");
    fflush(stdout);
    char byte;
    return (int)read(0, &byte, 1);
  }
  if (flock(file, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) return won("flock is seen");
  struct flock seen = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 2};
  if (fcntl(file, F_GETLK, &seen) == 0 && seen.l_type != F_UNLCK) return won("a record lock is seen");
  struct flock open_file = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 2};
  if (fcntl(file, F_OFD_GETLK, &open_file) == 0 && open_file.l_type != F_UNLCK) return won("an OFD lock is seen");
  return shut("no lock is seen");
}
