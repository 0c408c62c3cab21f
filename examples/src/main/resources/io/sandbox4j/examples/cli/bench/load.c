/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* load spin|sleep: for ever. load cpu|memory: a fixed amount of work; prints the nanoseconds it took. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 120000000, WORDS = 16 << 20, HOPS = 3000000 };

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000ll + time.tv_nsec;
}

/* Integer arithmetic in registers. */
static unsigned cpu(void) {
  unsigned x = 2463534242u;
  for (int i = 0; i < ROUNDS; i++) {
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
  }
  return x;
}

/* Hops through 64 MiB, each to a place that the one before it names: caches and TLB are of little use. */
static unsigned hop(unsigned *next) {
  unsigned at = 0;
  for (int i = 0; i < HOPS; i++) {
    at = next[at];
  }
  return at;
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  unsigned sum = 0;
  long long begin;
  if (strcmp(what, "sleep") == 0) {
    for (;;) pause();
  } else if (strcmp(what, "cpu") == 0) {
    begin = now();
    sum = cpu();
  } else if (strcmp(what, "memory") == 0) {
    unsigned *next = malloc(sizeof *next * WORDS);
    if (!next) return 1;
    for (unsigned i = 0; i < WORDS; i++) next[i] = (i * 1664525u + 1013904223u) % WORDS;
    begin = now();
    sum = hop(next);
  } else {
    for (volatile unsigned i = 0;; i++) continue;
  }
  printf("%lld %u\n", now() - begin, sum);
  return 0;
}
