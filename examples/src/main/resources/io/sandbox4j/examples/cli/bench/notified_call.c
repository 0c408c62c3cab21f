/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* notified_call call COUNT PAUSE: makes a call that its supervisor answers COUNT times, PAUSE microseconds apart; prints the nanoseconds of each. */
/* notified_call listen COUNT PAUSE: the same with a filter of its own; prints the number of its listener, and waits for a byte before it begins. */
/* notified_call answer PID NUMBER: the supervisor of that; takes the listener, says so, waits in epoll_wait, takes each call and refuses it. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS /* Linux 6.6 */
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS _IOW('!', 4, __u64)
#endif

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000l + time.tv_nsec;
}

static int call(long count, long pause) {
  long *nanos = calloc(count, sizeof *nanos);
  if (!nanos) return 1;
  for (long i = 0; i < count; i++) {
    long begin = now();
    long result = syscall(SYS_getpriority, 1L, 1L);
    nanos[i] = now() - begin;
    if (result != -1 || errno != EACCES) return 1; /* nobody answered it */
    if (pause) usleep(pause);
  }
  for (long i = 0; i < count; i++) printf("%ld\n", nanos[i]);
  return 0;
}

static int listener(void) {
  struct sock_filter rows[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getpriority, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog program = {4, rows};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return -1;
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

static int answer(int notified) {
  struct seccomp_notif_sizes sizes;
  if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes)) return 1;
  struct seccomp_notif *notification = calloc(1, sizes.seccomp_notif + sizeof *notification);
  struct seccomp_notif_resp *response = calloc(1, sizes.seccomp_notif_resp + sizeof *response);
  int set = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event event = {.events = EPOLLIN};
  if (!notification || !response || epoll_ctl(set, EPOLL_CTL_ADD, notified, &event)) return 1;
  ioctl(notified, SECCOMP_IOCTL_NOTIF_SET_FLAGS, 1l); /* as the library: SYNC_WAKE_UP */
  for (;;) {
    if (epoll_wait(set, &event, 1, -1) < 0) return 1;
    if (!(event.events & EPOLLIN)) return 0; /* the caller is gone */
    memset(notification, 0, sizes.seccomp_notif);
    if (ioctl(notified, SECCOMP_IOCTL_NOTIF_RECV, notification)) continue;
    memset(response, 0, sizes.seccomp_notif_resp);
    response->id = notification->id;
    response->error = -EACCES;
    ioctl(notified, SECCOMP_IOCTL_NOTIF_SEND, response);
  }
}

static int supervise(long pid, long number) {
  int process = syscall(SYS_pidfd_open, pid, 0);
  int notified = syscall(SYS_pidfd_getfd, process, number, 0);
  if (notified < 0) {
    perror("pidfd_getfd");
    return 1;
  }
  puts("ready");
  return fflush(stdout) || answer(notified);
}

static int listen_first(long count, long pause) {
  int number = listener();
  char go;
  printf("%d\n", number);
  if (number < 0 || fflush(stdout) || read(0, &go, 1) != 1) return 1;
  close(number); /* the supervisor has it */
  return call(count, pause);
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  long first = atol(argv[2]), second = atol(argv[3]);
  return !strcmp(argv[1], "answer")   ? supervise(first, second)
         : !strcmp(argv[1], "listen") ? listen_first(first, second)
                                      : call(first, second);
}
