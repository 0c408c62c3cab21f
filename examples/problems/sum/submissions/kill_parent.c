// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Tries to kill its parent and everything else it can name. Its parent is outside: getppid() is 0,
// and kill(0) is its own process group. It ends itself and nothing else.
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
