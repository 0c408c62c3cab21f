/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* userns MOST COMMAND...: runs a command in a user namespace of its own, in which at most MOST
 * namespaces of each kind can exist at a time. Ids mean what they mean outside. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void put(const char *file, const char *text) {
  int fd = open(file, O_WRONLY);
  if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text)) {
    perror(file);
    _exit(125);
  }
  close(fd);
}

/* All ids that there are here, each mapped to itself; without privilege just one's own. */
static void map(pid_t child, const char *kind, unsigned id) {
  char file[64], text[4096] = "", line[128];
  snprintf(file, sizeof file, "/proc/self/%s_map", kind);
  FILE *own = fopen(file, "r");
  unsigned inner, outer, count;
  while (geteuid() == 0 && own && fgets(line, sizeof line, own)) {
    if (sscanf(line, "%u %u %u", &inner, &outer, &count) == 3) {
      snprintf(text + strlen(text), sizeof text - strlen(text), "%u %u %u\n", inner, inner, count);
    }
  }
  if (!*text) {
    snprintf(text, sizeof text, "%u %u 1\n", id, id);
  }
  snprintf(file, sizeof file, "/proc/%d/%s_map", child, kind);
  put(file, text);
}

int main(int argc, char **argv) {
  int ready[2], go[2], status;
  char byte;
  if (argc < 3 || pipe(ready) || pipe(go)) {
    return 125;
  }
  pid_t child = fork();
  if (child == 0) {
    if (unshare(CLONE_NEWUSER)) {
      perror("unshare");
      _exit(125);
    }
    if (write(ready[1], "r", 1) != 1 || read(go[0], &byte, 1) != 1) {
      _exit(125);
    }
    const char *kinds[] = {"user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time"};
    for (int i = 0; i < 8; i++) {
      char file[64];
      snprintf(file, sizeof file, "/proc/sys/user/max_%s_namespaces", kinds[i]);
      put(file, argv[1]);
    }
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    _exit(127);
  }
  if (read(ready[0], &byte, 1) != 1) {
    return 125;
  }
  if (geteuid()) {
    char file[64];
    snprintf(file, sizeof file, "/proc/%d/setgroups", child);
    put(file, "deny");
  }
  map(child, "uid", geteuid());
  map(child, "gid", getegid());
  if (write(go[1], "g", 1) != 1 || waitpid(child, &status, 0) != child) {
    return 125;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
