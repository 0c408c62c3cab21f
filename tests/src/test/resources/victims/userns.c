/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* userns MOST COMMAND...: runs a command in a user namespace that stands in another one, in which at most
 * MOST namespaces of each kind can exist at a time. What is made in the inner one counts in the outer one,
 * in whoever's name it is made. Whoever writes a number and a line's end to descriptor 100 changes the
 * limits, and reads a line from 101 when that is done. Ids mean what they mean outside. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
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

static void limit(const char *most) {
  const char *kinds[] = {"user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time"};
  for (int i = 0; i < 8; i++) {
    char file[64];
    snprintf(file, sizeof file, "/proc/sys/user/max_%s_namespaces", kinds[i]);
    put(file, most);
  }
}

/* A child in a user namespace of its own, with its ids mapped: 0 in the child. */
static pid_t fork_into(void) {
  int ready[2], go[2];
  char byte;
  if (pipe(ready) || pipe(go)) {
    _exit(125);
  }
  pid_t child = fork();
  if (child == 0) {
    if (unshare(CLONE_NEWUSER)) {
      perror("unshare");
      _exit(125);
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (write(ready[1], "r", 1) != 1 || read(go[0], &byte, 1) != 1) {
      _exit(125);
    }
  } else {
    close(ready[1]);
    if (child < 0 || read(ready[0], &byte, 1) != 1) {
      _exit(125);
    }
    if (geteuid()) {
      char file[64];
      snprintf(file, sizeof file, "/proc/%d/setgroups", child);
      put(file, "deny");
    }
    map(child, "uid", geteuid());
    map(child, "gid", getegid());
    if (write(go[1], "g", 1) != 1) {
      _exit(125);
    }
  }
  close(ready[0]);
  close(go[0]);
  close(go[1]);
  return child;
}

static int end_of(pid_t child) {
  int status;
  if (waitpid(child, &status, 0) != child) {
    return 125;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv) {
  if (argc < 3) {
    return 125;
  }
  pid_t outer = fork_into();
  if (outer) {
    return end_of(outer);
  }
  limit(argv[1]);
  int asked[2], answered[2];
  if (pipe(asked) || pipe(answered)) {
    return 125;
  }
  pid_t inner = fork_into();
  if (inner == 0) {
    if (dup2(asked[1], 100) < 0 || dup2(answered[0], 101) < 0) {
      _exit(125);
    }
    close(asked[0]);
    close(asked[1]);
    close(answered[0]);
    close(answered[1]);
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    _exit(127);
  }
  close(asked[1]);
  close(answered[0]);
  FILE *requests = fdopen(asked[0], "r");
  char line[32];
  while (requests && fgets(line, sizeof line, requests)) {
    line[strcspn(line, "\n")] = 0;
    limit(line);
    if (write(answered[1], "ok\n", 3) != 3) {
      break;
    }
  }
  return end_of(inner);
}
