/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SANDBOX4J_LIFECYCLE_H
#define SANDBOX4J_LIFECYCLE_H
#include "run.h"

/* lifecycle.c */
void launch(u64 id, u64 session, u32 flags, i32 *fds, int count);
void go(struct run *run, i32 *fds, int count);
void advance(struct run *run);        /* one step of whatever it is at */
void stop(struct run *run, u32 cause);
int pause_run(struct run *run);
int resume_run(struct run *run);
void child_exited(i32 pid, i32 status, struct usage *usage);
void boot(i32 plan);
struct run *find_run(u64 id);
struct run *first_runnable(u32 *at, int unhurried);
u32 live_runs(void);
void stop_all(u32 cause);
void free_gone(void);

/* limits.c */
void limits_start(struct run *run);
void limits_check(struct run *run);   /* its deadline has come */
void limits_schedule(struct run *run);
u64 wall_so_far(struct run *run);

/* shim.c */
extern int epoll_set;
void watch_descriptor(i32 fd, u32 events, struct run *run, u32 tag);
void unwatch_descriptor(i32 fd);
int jvm_listens(void);
void send_event(struct event *event, const void *extra, usize extra_size, struct run *readings_of,
                int at_start, i32 *fds, int count);
enum { TAG_CONTROL = 1 /* + role */, TAG_WATCH = 8 /* + index */, CAUSE_SETUP = 0xfffffff0,
       CAUSE_JVM_GONE = 0xfffffff1, CAUSE_SESSION = 0xfffffff2, CAUSE_INIT_DIED = 0xfffffff3 };
#endif
