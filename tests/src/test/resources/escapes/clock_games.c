/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attack.h"
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>

int main(void) {
  struct timespec now;
  struct timeval wall;
  struct timex step = {.modes = ADJ_OFFSET_SINGLESHOT, .offset = 0};
  clock_gettime(CLOCK_REALTIME, &now);
  gettimeofday(&wall, 0);
  if (adjtimex(&step) >= 0) return won("adjtimex");
  if (clock_settime(CLOCK_REALTIME, &now) == 0) return won("clock_settime");
  if (settimeofday(&wall, 0) == 0) return won("settimeofday");
  int offsets = open("/proc/self/timens_offsets", O_WRONLY);
  if (offsets >= 0 && write(offsets, "monotonic 1000 0", 16) > 0) return won("offsets of the time namespace");
  return shut("no clock can be set: %s", strerror(errno));
}
