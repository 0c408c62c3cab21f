/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* CVE-2020-15257: a service of the host listens on an abstract socket, which no file permission guards.
 * With "serve" it is the service. */
#include "attack.h"
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(int argc, char **argv) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strcpy(address.sun_path + 1, argv[1]);
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(argv[1]));
  int end = socket(AF_UNIX, SOCK_STREAM, 0);
  if (end < 0) return shut("socket: %s", strerror(errno));
  if (argc > 2) {
    if (bind(end, (struct sockaddr *)&address, size) || listen(end, 8)) return 1;
    printf("listening\n");
    fflush(stdout);
    char byte;
    return (int)read(0, &byte, 1); /* until the caller closes our input */
  }
  return judge("connect", connect(end, (struct sockaddr *)&address, size));
}
