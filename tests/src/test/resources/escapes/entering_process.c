/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* CVE-2016-9962: a process that enters a running sandbox is looked into, before it is the program. Waits
 * for processes that come, and tries to read their memory and descriptors while they are still the
 * launcher's. Ends when the file "stop" is there. */
#include "attack.h"
#include <dirent.h>

/* Whether a process has executed the program, argv[1], or is this one: launchers have other names. */
static int is_program(const char *pid, const char *program) {
  char path[300], name[16] = {0};
  snprintf(path, sizeof path, "/proc/%s/comm", pid);
  int file = open(path, O_RDONLY);
  if (file < 0) return 1;
  ssize_t size = read(file, name, sizeof name);
  close(file);
  return size <= 0 || !strncmp(name, program, strlen(program)) || !strncmp(name, "entering_proces", 15);
}

int main(int argc, char **argv) {
  (void)argc;
  long seen = 0;
  while (access("/work/stop", F_OK)) {
    DIR *proc = opendir("/proc");
    for (struct dirent *entry; (entry = readdir(proc));) {
      if (entry->d_name[0] < '1' || entry->d_name[0] > '9' || is_program(entry->d_name, argv[1])) continue;
      seen++;
      const char *const parts[] = {"mem", "fd/0", "fd/1", "environ", "cwd", "root"};
      for (unsigned i = 0; i < sizeof parts / sizeof *parts; i++) {
        char path[300];
        snprintf(path, sizeof path, "/proc/%s/%s", entry->d_name, parts[i]);
        int file = open(path, i == 0 ? O_RDWR : O_RDONLY);
        if (file >= 0 && !is_program(entry->d_name, argv[1])) return won("%s of a process that enters", path);
        if (file >= 0) close(file);
      }
    }
    closedir(proc);
  }
  return shut("looked at launchers %s", seen > 100 ? "often" : "hardly");
}
