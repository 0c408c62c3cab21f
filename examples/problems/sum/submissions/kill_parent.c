// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Tries to kill its parent and everything else it can name, then answers. The parent is the
// sandbox's own init, which no signal from inside reaches: the answer counts.
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
  kill(getppid(), SIGKILL);
  kill(1, SIGKILL);
  kill(-1, SIGKILL);
  int n;
  long long value, sum = 0;
  if (scanf("%d", &n) != 1) return 1;
  while (n-- > 0 && scanf("%lld", &value) == 1) sum += value;
  printf("%lld\n", sum);
}
