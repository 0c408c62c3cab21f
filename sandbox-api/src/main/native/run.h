/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* A run: one plan on its way from launch to teardown. Lives in the pages before its plan's bytes. */
#ifndef SANDBOX4J_RUN_H
#define SANDBOX4J_RUN_H
#include "plan.h"
#include "protocol.h"

enum state { LAUNCHING, RUNNING, ENDING, REMOVING, GONE };
enum { MAX_WATCHES = 8, NEVER_ = -1 };
#define NEVER (~0ull)

struct run {
  struct plan *plan;
  usize mapped;
  u64 id;
  struct run *parent;
  u32 children;      /* runs inside this session */
  u32 heap_at;       /* place in the deadline heap, plus one; 0: not in it */
  u32 list_at;       /* place in the list of runs */
  u8 state, role;    /* role: whose steps the shim is at (SHIM, END, TEARDOWN) */
  u8 waiting;        /* the step at `pc` waits for an event */
  u8 failed;         /* the launch failed: report it when everything is removed */
  u8 executed;       /* the program's execve succeeded, or the session is open */
  u8 paused;
  u8 registered;     /* roles whose control socket is in the epoll set, as bits; bit 0: the listener */
  u8 exited;         /* roles whose process has been reaped, as bits */
  u8 reported;       /* the JVM knows how it ended */
  u8 ahead;          /* made ahead of its launch, for which it waits: no deadline */
  u8 unhurried;      /* nobody waits for its next step */
  u8 later;          /* how many of the first descriptors the JVM has yet to pass */
  i32 listener;      /* of the program's filter, while its execve is awaited */
  i32 aside;         /* pid of the process that makes a call aside, 0 without one */
  u32 pc, retries;
  u64 due, retry_at, launched, started, ended, paused_at, paused_for;
  u32 cause;
  i32 status[4];     /* wait status by role */
  struct word failure;
  i32 failure_status;
  struct word leftover; /* first teardown step that failed */
  struct usage usage;
  struct { u64 next, last, changed; } watch[MAX_WATCHES];
  u64 owned;         /* slots that hold descriptors of ours, as bits */
  i64 slot[SLOTS];
  i64 parent_slot[SLOTS]; /* of the session, as they were at the launch: its own pages do not fork */
  i32 passed_count;
  i32 passed[PASSED];
};

enum outcome { DONE, WAIT, LATER, FAIL };

static inline u8 *plan_data(struct run *run, u64 offset) {
  return (u8 *)run->plan + run->plan->data_at + offset;
}
static inline struct step *plan_step(struct run *run, u32 role, u32 index) {
  return (struct step *)((u8 *)run->plan + run->plan->steps_at) + run->plan->role[role].first + index;
}

/* interpreter.c */
enum outcome execute(struct run *run, struct step *step, u32 role, i32 *error);
__attribute__((noreturn)) void be_child(struct run *run, u32 role);
int receive_word(int socket, struct word *word, i32 *fds, int most);
void release_others(struct run *mine);

/* words.c: numbers and lists as text */
usize put_decimal(u8 *at, u64 value);
usize put_padded(u8 *at, u64 value, usize width);
int parse_counter(const u8 *text, long size, const u8 *key, u64 *value);
long kill_listed(int list);
long move_listed(int list, int target);

/* family.c */
long kill_family(int proc, int family);

/* shim.c */
long leave_home(i32 fd, u32 flags);
void return_home(u32 flags);
int is_ready(i32 fd, short events);
void await_calls(struct run *run, i32 listener);
int await_word(struct run *run, u32 role, struct word *word, i32 *fds, int most);
i32 high(i32 fd);

/* lifecycle.c */
int report_end(struct run *run);
void claim_early_exit(struct run *run, u32 role);
int await_go(struct run *run);
#endif
