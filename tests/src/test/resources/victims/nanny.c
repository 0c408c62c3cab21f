/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* nanny COMMAND...: runs a command and reaps, at once, every process that it and its descendants leave
 * behind, which the machine's pid 1 may do late. Fails when any outlives the command by half a minute. */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  int status, result = 125;
  /* Other people's mounts come and go; those of the command are counted. */
  if (geteuid() == 0 && unshare(CLONE_NEWNS) == 0 && mount("", "/", 0, MS_REC | MS_PRIVATE, 0)) {
    return 125;
  }
  if (argc < 2 || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)) {
    return 125;
  }
  pid_t command = fork();
  if (command == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execvp(argv[1], argv + 1);
    perror(argv[1]);
    _exit(127);
  }
  for (;;) {
    pid_t gone = waitpid(-1, &status, __WALL);
    if (gone == command) {
      result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      alarm(30); /* what is left then is left behind: this ends by a signal */
    } else if (gone < 0 && errno == ECHILD) {
      return result;
    }
  }
}
