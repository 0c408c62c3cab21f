/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* A descriptor is sent to whoever is at the other end of stdin, stdout and stderr. With an argument the
 * other end is its own, which shows that the sending works. */
#include "attack.h"
#include <sys/socket.h>

static long send_over(int end) {
  char control[CMSG_SPACE(sizeof(int))] = {0}, byte = 'x';
  struct iovec data = {&byte, 1};
  struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  struct cmsghdr *head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN(sizeof(int));
  *(int *)CMSG_DATA(head) = open("/", O_PATH);
  return sendmsg(end, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

int main(int argc, char **argv) {
  (void)argv;
  int pair[2];
  if (argc > 1) return socketpair(AF_UNIX, SOCK_STREAM, 0, pair) ? 1 : judge("sendmsg", send_over(pair[0]));
  for (int end = 0; end < 1024; end++)
    if (send_over(end) >= 0) return won("sent over descriptor %d", end);
  return shut("nobody is at the other end: %s", strerror(errno));
}
