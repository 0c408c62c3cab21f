/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* server listen|ask: a server on the abstract socket "greeter" and its client. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int argc, char **argv) {
  struct sockaddr_un at = {.sun_family = AF_UNIX, .sun_path = "\0greeter"};
  socklen_t size = offsetof(struct sockaddr_un, sun_path) + 8;
  int s = socket(AF_UNIX, SOCK_STREAM, 0);
  if (argc > 1 && strcmp(argv[1], "listen") == 0) {
    if (bind(s, (struct sockaddr *)&at, size) || listen(s, 8)) {
      perror("listen");
      return 1;
    }
    if (fork()) {
      return 0;
    }
    for (;;) {
      int c = accept(s, 0, 0);
      if (write(c, "hello", 5) != 5) {
        return 1;
      }
      close(c);
    }
  }
  char answer[16];
  if (connect(s, (struct sockaddr *)&at, size)) {
    perror("connect");
    return 1;
  }
  ssize_t n = read(s, answer, sizeof answer);
  return write(1, answer, n) != n;
}
