/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* CVE-2017-5226, CVE-2019-10063, CVE-2019-7303, CVE-2023-28100: characters are put into the input of the
 * terminal that the program shares with its caller; with high bits set in the number, too. The terminal
 * is one's own, so that nothing happens when it works. */
#include "attack.h"
#include <sys/ioctl.h>

int main(void) {
  int master = open("/dev/ptmx", O_RDWR | O_NOCTTY);
  if (master < 0) return shut("no terminal: %s", strerror(errno));
  int unlock = 0, number = 0;
  ioctl(master, TIOCSPTLCK, &unlock);
  ioctl(master, TIOCGPTN, &number);
  char name[32];
  sprintf(name, "/dev/pts/%d", number);
  setsid();
  int terminal = open(name, O_RDWR);
  ioctl(terminal, TIOCSCTTY, 0);
  static const unsigned long INJECT[] = {0x5412, 0x100005412ul, 0xdeadbeef00005412ul, 0x541c, 0x10000541cul};
  int refused = 0;
  char x[] = "x";
  for (unsigned i = 0; i < sizeof INJECT / sizeof *INJECT; i++) {
    if (syscall(SYS_ioctl, terminal, INJECT[i], x) == 0) return won("ioctl 0x%lx", INJECT[i]);
    refused += errno == EPERM;
  }
  return shut("%d of 5 are refused by a filter", refused);
}
