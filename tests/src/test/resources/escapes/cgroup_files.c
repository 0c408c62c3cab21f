/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* CVE-2022-0492 and the limits themselves: any cgroup file that can be opened for writing. Nothing is
 * written. */
#include "attack.h"
#include <dirent.h>

static int try(const char *directory) {
  static const char *const FILES[] = {"release_agent", "cgroup.procs", "tasks", "memory.max",
                                      "memory.limit_in_bytes", "pids.max", "notify_on_release"};
  for (unsigned i = 0; i < sizeof FILES / sizeof *FILES; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, FILES[i]);
    int file = open(path, O_WRONLY);
    if (file >= 0) return won("%s can be written", path);
  }
  return -1;
}

int main(void) {
  char line[4096], at[1024], type[64];
  FILE *mounts = fopen("/proc/self/mounts", "r");
  while (mounts && fgets(line, sizeof line, mounts))
    if (sscanf(line, "%*s %1023s %63s", at, type) == 2 && !strncmp(type, "cgroup", 6) && try(at) == 0) return 0;
  DIR *below = opendir("/sys/fs/cgroup");
  for (struct dirent *entry; below && (entry = readdir(below));) {
    snprintf(at, sizeof at, "/sys/fs/cgroup/%s", entry->d_name);
    if (try(at) == 0) return 0;
  }
  return shut("no cgroup file can be written");
}
