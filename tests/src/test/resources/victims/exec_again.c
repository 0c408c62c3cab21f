/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* exec_again: tries every way to execute something, itself among it. Prints what got through, and
 * "nothing" at the end. Should an exec succeed, the program that then runs says "again". */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static char *argv_again[] = {"again", 0}, *envp[] = {0};

static void at(long fd, const char *path, long flags) {
  if (syscall(SYS_execveat, fd, path, argv_again, envp, flags) != -1) puts("execveat got through");
}

int main(int argc, char **argv) {
  (void)argc;
  if (!strcmp(argv[0], "again")) {
    puts("again");
    return 0;
  }
  setvbuf(stdout, 0, _IONBF, 0);
  for (int i = 0; i < 3; i++) syscall(SYS_execve, argv[0], argv_again, envp);
  syscall(SYS_execve, -1l, argv_again, envp); /* what stands for the launch in the policy */
  at(AT_FDCWD, argv[0], 0);
  int self = open(argv[0], O_RDONLY);
  if (self < 0) puts("cannot open itself");
  at(self, "", AT_EMPTY_PATH);
  at(self, argv[0], AT_EMPTY_PATH);
  puts("nothing");
  return 0;
}
