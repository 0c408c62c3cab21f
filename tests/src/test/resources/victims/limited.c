/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* limited WHAT VALUE [WHAT VALUE...] -- COMMAND...: runs a command with a limit or a state that a JVM can
 * be started with. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void limit(int resource, const char *value) {
  struct rlimit both = {strtoull(value, 0, 10), strtoull(value, 0, 10)};
  if (setrlimit(resource, &both)) {
    perror("setrlimit");
    exit(125);
  }
}

static void put(const char *file, const char *text) {
  int fd = open(file, O_WRONLY);
  if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text)) {
    perror(file);
    exit(125);
  }
  close(fd);
}

/* The command becomes pid 1 of a new pid namespace, with a /proc of its own in a mount namespace. */
static void first(void) {
  int status;
  if (unshare(CLONE_NEWPID | CLONE_NEWNS) || mount("", "/", 0, MS_REC | MS_PRIVATE, 0)) {
    perror("unshare");
    exit(125);
  }
  pid_t child = fork();
  if (child > 0) {
    waitpid(child, &status, 0);
    exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  }
  if (mount("proc", "/proc", "proc", 0, 0)) {
    perror("mount /proc");
    exit(125);
  }
}

int main(int argc, char **argv) {
  int i = 1;
  for (; i + 1 < argc && strcmp(argv[i], "--"); i += 2) {
    const char *what = argv[i], *value = argv[i + 1];
    if (!strcmp(what, "files")) limit(RLIMIT_NOFILE, value);
    if (!strcmp(what, "softfiles")) {
      struct rlimit both;
      getrlimit(RLIMIT_NOFILE, &both);
      both.rlim_cur = strtoull(value, 0, 10);
      setrlimit(RLIMIT_NOFILE, &both);
    }
    if (!strcmp(what, "filesize")) limit(RLIMIT_FSIZE, value);
    if (!strcmp(what, "stack")) limit(RLIMIT_STACK, value);
    if (!strcmp(what, "oom")) put("/proc/self/oom_score_adj", value);
    if (!strcmp(what, "nice") && setpriority(PRIO_PROCESS, 0, atoi(value))) return 125;
    if (!strcmp(what, "umask")) umask((mode_t)strtol(value, 0, 8));
    if (!strcmp(what, "ignore")) signal(atoi(value), SIG_IGN);
    if (!strcmp(what, "block")) {
      sigset_t set;
      sigemptyset(&set);
      sigaddset(&set, atoi(value));
      sigprocmask(SIG_BLOCK, &set, 0);
    }
    if (!strcmp(what, "cpu")) {
      cpu_set_t set;
      CPU_ZERO(&set);
      CPU_SET(atoi(value), &set);
      if (sched_setaffinity(0, sizeof set, &set)) return 125;
    }
    if (!strcmp(what, "first")) first();
    if (!strcmp(what, "join")) put(value, "0"); /* a v1 cgroup's tasks, or v2's cgroup.procs */
  }
  execvp(argv[i + 1], argv + i + 1);
  perror(argv[i + 1]);
  return 127;
}
