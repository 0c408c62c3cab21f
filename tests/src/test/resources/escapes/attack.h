/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* What every attack needs. It prints one line: "won: ..." when the hole was open, "shut: ..." when not. */
#ifndef ATTACK_H
#define ATTACK_H
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static int say(const char *outcome, const char *format, va_list arguments) {
  printf("%s: ", outcome);
  vprintf(format, arguments);
  printf("\n");
  fflush(stdout);
  return 0;
}

__attribute__((unused, format(printf, 1, 2))) static int won(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  return say("won", format, arguments);
}

__attribute__((unused, format(printf, 1, 2))) static int shut(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  return say("shut", format, arguments);
}

/* For a single call: its result decides. */
__attribute__((unused)) static int judge(const char *call, long result) {
  return result < 0 ? shut("%s: %s", call, strerror(errno)) : won("%s gave %ld", call, result);
}

/* A child that waits until it is killed: a victim of one's own. */
__attribute__((unused)) static pid_t victim(void) {
  pid_t pid = fork();
  if (pid == 0)
    for (;;) pause();
  return pid;
}
#endif
