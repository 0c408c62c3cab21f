// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Leaves its process group, session and parent by double fork and setsid, and answers when its
// parent is long gone. If it survived the end of the run, or the run waited for it, the answer
// would be accepted.
#include <stdio.h>
#include <unistd.h>

int main(void) {
  int n;
  long long value, sum = 0;
  if (scanf("%d", &n) != 1) return 1;
  while (n-- > 0 && scanf("%lld", &value) == 1) sum += value;
  if (fork() > 0) return 0;
  setsid();
  if (fork() > 0) return 0;
  sleep(2);
  printf("%lld\n", sum);
}
