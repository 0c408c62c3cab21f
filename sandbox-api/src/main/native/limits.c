/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Deadlines. A counter (CPU time of a cgroup) is read again no later than it can have reached its
 * limit: remaining / parallel, so that a run far from its limit costs nothing. */
#include "heap.h"
#include "lifecycle.h"

enum { MILLISECOND = 1000000 };

static struct watch *watch_of(struct run *run, u32 i) {
  return (struct watch *)((u8 *)run->plan + run->plan->watches_at) + i;
}

static int read_counter(struct run *run, struct watch *watch, u64 *nanos) {
  u8 text[2048];
  if (watch->slot >= SLOTS || run->slot[watch->slot] < 0) return 0;
  long size = sys4(NR_pread64, run->slot[watch->slot], text, sizeof text, 0);
  u64 value;
  if (size <= 0 || !parse_counter(text, size, watch->key ? plan_data(run, watch->key) : 0, &value)) return 0;
  *nanos = value * watch->unit;
  return 1;
}

u64 wall_so_far(struct run *run) {
  if (!run->started) return 0;
  u64 until = run->ended ? run->ended : run->paused ? run->paused_at : now_nanos();
  return until - run->started - run->paused_for;
}

/* The next time the watch has to be looked at; 0: its limit is reached. */
static u64 examine(struct run *run, u32 i, u64 now) {
  struct watch *watch = watch_of(run, i);
  u64 value;
  switch (watch->kind) {
    case WATCH_WALL: {
      u64 end = run->started + run->paused_for + watch->limit;
      return now >= end ? 0 : end;
    }
    case WATCH_COUNTER: {
      if (!read_counter(run, watch, &value)) return now + 10 * MILLISECOND;
      if (run->watch[i].last == NEVER) run->watch[i].last = value; /* set-up does not count */
      u64 used = value - run->watch[i].last;
      if (used >= watch->limit) return 0;
      u64 wait = (watch->limit - used) / (watch->parallel ? watch->parallel : 1);
      return now + (wait < MILLISECOND ? MILLISECOND : wait);
    }
    case WATCH_IDLE: {
      if (!read_counter(run, watch, &value)) return now + 10 * MILLISECOND;
      if (value != run->watch[i].last) {
        run->watch[i].last = value;
        run->watch[i].changed = now;
      }
      u64 idle = now - run->watch[i].changed;
      if (idle >= watch->limit) return 0;
      u64 wait = watch->limit - idle;
      u64 most = watch->limit / 8 > MILLISECOND ? watch->limit / 8 : MILLISECOND;
      return now + (wait < most ? wait : most);
    }
    default: return NEVER;
  }
}

static u64 setup_end(struct run *run) {
  return run->state == LAUNCHING && run->plan->setup_limit && !run->ahead ? run->launched + run->plan->setup_limit : NEVER;
}

void limits_schedule(struct run *run) {
  u64 due = NEVER;
  if (run->retry_at) due = run->retry_at;
  if (setup_end(run) < due) due = setup_end(run);
  if (run->state == RUNNING && !run->paused)
    for (u32 i = 0; i < run->plan->watches; i++)
      if (run->watch[i].next < due) due = run->watch[i].next;
  if (due == NEVER) heap_remove(run);
  else heap_set(run, due);
}

void limits_start(struct run *run) {
  u64 now = now_nanos();
  for (u32 i = 0; i < run->plan->watches; i++) {
    struct watch *watch = watch_of(run, i);
    run->watch[i].last = NEVER;
    run->watch[i].changed = now;
    run->watch[i].next = NEVER;
    if (watch->kind == WATCH_EVENT && watch->slot < SLOTS && run->slot[watch->slot] >= 0)
      watch_descriptor((i32)run->slot[watch->slot], EPOLL_IN, run, TAG_WATCH + i);
    else
      run->watch[i].next = examine(run, i, now);
  }
  limits_schedule(run);
}

void limits_check(struct run *run) {
  u64 now = now_nanos();
  if (run->retry_at && now >= run->retry_at) {
    run->retry_at = 0;
    run->waiting = 0;
  }
  if (now >= setup_end(run)) {
    stop(run, CAUSE_SETUP);
    return;
  }
  if (run->state == RUNNING && !run->paused) {
    for (u32 i = 0; i < run->plan->watches; i++) {
      if (now < run->watch[i].next) continue;
      run->watch[i].next = examine(run, i, now);
      if (!run->watch[i].next) {
        stop(run, watch_of(run, i)->cause);
        return;
      }
    }
  }
  limits_schedule(run);
}
