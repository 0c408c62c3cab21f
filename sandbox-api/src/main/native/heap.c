/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Runs ordered by when they next need the clock: a binary heap, so that thousands of sleeping
 * sandboxes cost nothing between two deadlines. */
#include "heap.h"

static struct run *heap[MAX_RUNS];
static u32 size;

static void put(u32 at, struct run *run) {
  heap[at] = run;
  run->heap_at = at + 1;
}

static void settle(u32 at, struct run *run) {
  while (at && heap[(at - 1) / 2]->due > run->due) {
    put(at, heap[(at - 1) / 2]);
    at = (at - 1) / 2;
  }
  for (;;) {
    u32 child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && heap[child + 1]->due < heap[child]->due) child++;
    if (heap[child]->due >= run->due) break;
    put(at, heap[child]);
    at = child;
  }
  put(at, run);
}

struct run *heap_first(void) { return size ? heap[0] : 0; }

void heap_set(struct run *run, u64 due) {
  run->due = due;
  if (run->heap_at) {
    settle(run->heap_at - 1, run);
  } else if (size < MAX_RUNS) {
    size++;
    settle(size - 1, run);
  }
}

void heap_remove(struct run *run) {
  if (!run->heap_at) return;
  u32 at = run->heap_at - 1;
  run->heap_at = 0;
  size--;
  if (at < size) settle(at, heap[size]);
}
