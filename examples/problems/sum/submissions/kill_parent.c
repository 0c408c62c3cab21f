// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Tries to kill its parent, the first process and everything else it can name, then answers. The
// parent is outside and has no number here (getppid gives 0, and kill(0) would be suicide), the first
// process is the sandbox's init, which no signal from inside reaches: the answer counts.
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
  if (getppid() > 0) kill(getppid(), SIGKILL);
  kill(1, SIGKILL);
  kill(-1, SIGKILL);
  int n;
  long long value, sum = 0;
  if (scanf("%d", &n) != 1) return 1;
  while (n-- > 0 && scanf("%lld", &value) == 1) sum += value;
  printf("%lld\n", sum);
}
