/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* exhaust SHAPE: uses more memory than there is, in one of many ways. It exits with 0 where it survives. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIECE = 1 << 20, PIECES = 256 };

/* Not memset, which the compiler leaves out where nobody reads the memory. */
static void touch(char *at, size_t size) {
  for (size_t i = 0; i < size; i += 4096) {
    ((volatile char *)at)[i] = 1;
  }
}

static void touch_all(void) {
  for (int i = 0; i < PIECES; i++) {
    char *more = mmap(0, PIECE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (more != MAP_FAILED) {
      touch(more, PIECE);
    }
  }
}

static void shared(void) {
  char *more = mmap(0, (size_t)PIECE * PIECES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  touch(more, (size_t)PIECE * PIECES);
}

static void file(const char *name) {
  static char piece[PIECE];
  int fd = open(name, O_CREAT | O_RDWR, 0600);
  for (int i = 0; i < PIECES && write(fd, piece, PIECE) > 0; i++) {
  }
}

static void memory_file(void) {
  static char piece[PIECE];
  int fd = memfd_create("m", 0);
  for (int i = 0; i < PIECES && write(fd, piece, PIECE) > 0; i++) {
  }
}

static void *deep(void *unused) {
  char stack[4 << 20];
  touch(stack, sizeof stack);
  pause();
  return unused;
}

static void stacks(void) {
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 5 << 20);
  for (int i = 0; i < 60; i++) {
    pthread_create(&thread, &attributes, deep, 0);
  }
  sleep(10);
}

static void children(int each) {
  for (int i = 0; i < 40; i++) {
    if (fork() == 0) {
      char *more = malloc(each);
      touch(more, each);
      pause();
      _exit(0);
    }
  }
  sleep(10);
}

static void pipes(void) {
  static char piece[PIECE];
  for (int i = 0; i < 100; i++) {
    int ends[2];
    if (pipe(ends)) {
      break;
    }
    fcntl(ends[1], F_SETPIPE_SZ, PIECE);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    if (write(ends[1], piece, PIECE) < 0) {
      break;
    }
  }
}

int main(int argc, char **argv) {
  const char *shape = argc > 1 ? argv[1] : "";
  int status = 0;
  if (!strcmp(shape, "touch")) touch_all();
  if (!strcmp(shape, "shared")) shared();
  if (!strcmp(shape, "work")) file("/work/fill");
  if (!strcmp(shape, "tmp")) file("/tmp/fill");
  if (!strcmp(shape, "shm")) file("/dev/shm/fill");
  if (!strcmp(shape, "memfd")) memory_file();
  if (!strcmp(shape, "stacks")) stacks();
  if (!strcmp(shape, "children")) children(4 << 20);
  if (!strcmp(shape, "pipes")) { pipes(); touch_all(); }
  if (!strcmp(shape, "exec")) { /* the victim is another program by then */
    if (argc < 3) {
      execl("/proc/self/exe", "exhaust", "exec", "touch", (char *)0);
    }
    touch_all();
  }
  if (!strcmp(shape, "child") || !strcmp(shape, "ignored") || !strcmp(shape, "orphan") || !strcmp(shape, "late")) {
    if (!strcmp(shape, "ignored")) signal(SIGCHLD, SIG_IGN);
    pid_t child = fork();
    if (child == 0) {
      if (!strcmp(shape, "orphan") && fork()) _exit(0);
      touch_all();
      _exit(0);
    }
    if (!strcmp(shape, "child")) waitpid(child, &status, 0);
    if (!strcmp(shape, "ignored") || !strcmp(shape, "orphan")) sleep(10);
    if (!strcmp(shape, "late")) { /* as near to the end of it as can be */
      waitpid(child, &status, 0);
      kill(getpid(), SIGKILL);
    }
  }
  return 0;
}
