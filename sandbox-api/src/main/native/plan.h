/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* The byte block of a launch plan, as io.sandbox4j.launch.PlanCompiler writes it. All numbers are
 * little endian; offsets count from the start of the block. Both files change together. */
#ifndef SANDBOX4J_PLAN_H
#define SANDBOX4J_PLAN_H
#include "kernel.h"

enum { PLAN_MAGIC = 0x504a3453 /* "S4JP" */, PLAN_VERSION = 1 };

/* Where a list of steps runs. The order is the order of io.sandbox4j.launch.Role. */
enum role { ROLE_SHIM, ROLE_INIT, ROLE_ENTRY, ROLE_PROGRAM, ROLE_PAUSE, ROLE_RESUME, ROLE_END,
            ROLE_TEARDOWN, ROLES };

enum { SLOTS = 64, PASSED = 250, REPORTED = 8, NO_SLOT = 0xff };

enum operand { OPERAND_VALUE, OPERAND_DATA, OPERAND_SLOT, OPERAND_PASSED, OPERAND_PARENT };

enum { /* step flags */
  STEP_SAVE = 1,       /* keep the result in `slot` */
  STEP_DESCRIPTOR = 2, /* the result is a descriptor: in the shim it is moved out of the low range */
  STEP_OPTIONAL = 4,   /* skipped when an operand names an empty slot */
  STEP_RETRY = 8,      /* `expected_errno` is tried again each millisecond, RETRIES times at most */
  STEP_EXACT = 16,     /* the result must equal `exact` */
  STEP_CLEAR = 32,     /* empty the slot that the first operand names, afterwards */
  STEP_REPEAT = 64,    /* the call is made `times` times, its second operand counting up; in children */
  STEP_ASIDE = 128,    /* a process of its own makes the call, its result does not matter */
};
enum { RETRIES = 2000, ASIDE_MILLISECONDS = 500 };

enum op { /* steps that are no system call of their own */
  OP_STORE32 = 0x10000, /* data offset, value */
  OP_STORE64,           /* data offset, value */
  OP_DECIMAL,           /* data offset, value, width: its digits and a NUL, or so many with zeros */
  OP_LOAD32,            /* data offset: its value is the result */
  OP_KEEP,              /* data offset of struct keep[], count: descriptors 0..count-1, no others */
  OP_CLONE,             /* role, data offset of clone_args, its size, data offset of struct stand[],
                           count, owner: the child runs that role, born where the shim then stands,
                           in the name of the owner unless that is 0 */
  OP_AWAIT,             /* role, code: the shim waits for this word of the role's process */
  OP_AWAIT_EXEC,        /* the shim waits until the program's execve succeeded */
  OP_AWAIT_EXIT,        /* slot with a pid: the shim waits until it is reaped */
  OP_KILL_LISTED,       /* descriptor of a cgroup.procs: SIGKILL to all; -EAGAIN while any is left */
  OP_MOVE_LISTED,       /* two descriptors of cgroup.procs: move all from the first to the second */
  OP_EXITED,            /* role: -EAGAIN unless its process has been reaped */
  OP_BETWEEN,           /* data offset of a decimal text, two numbers: -EAGAIN unless it is between them */
  OP_REPORT_END,        /* tell the JVM how the run ended, before all of it is removed */
  OP_KILL_FAMILY,       /* descriptors of /proc and of a cgroup namespace: SIGKILL to all that stand in it; -EAGAIN while
                           there is any */
  OP_AWAIT_GO,          /* the shim waits until the JVM has passed the first descriptors; time stands still */
};

struct step {
  u32 number;
  u8 kind[6];
  u8 flags;
  u8 slot;
  u64 operand[6];
  i64 exact;
  u16 expected_errno; /* 0: none; else not a failure: the step counts as done */
  u16 jump;           /* with expected_errno: this many steps are skipped then */
  u16 other_errno;    /* a second errno that counts as done */
  u16 times;          /* with STEP_REPEAT */
};

struct keep { u8 kind, index, inherit, reserved; };

/* Namespaces that the shim enters to clone a child there: a namespace's descriptor or a pidfd, and the
 * CLONE_NEW flags of the kinds. */
struct stand { u8 kind, index, reserved[2]; u32 flags; };

struct relocation { u32 at, to; }; /* data[at] = address of data[to] */

enum watch_kind { WATCH_WALL, WATCH_COUNTER, WATCH_IDLE, WATCH_EVENT };

/* A limit: what ends the run, and the caller's word for why. */
struct watch {
  u32 kind, cause;
  u64 limit;     /* nanoseconds */
  u32 slot;      /* descriptor of the counter, or of the event */
  u32 key;       /* data offset of the word before the number, 0: the number stands alone */
  u32 unit;      /* nanoseconds in one of the counter's units */
  u32 parallel;  /* how many nanoseconds the counter can grow in one of the clock */
};

enum { READ_AT_START = 1 };

/* A file whose text goes into the reports. */
struct reading { u32 slot, name, limit, flags; }; /* name 0: the slot is the file itself */

struct span { u32 first, count; };

enum { PLAN_AWAIT_DESCENDANTS = 1 }; /* the run ends with the last process, not with the program */

struct plan {
  u32 magic, version, size, steps;
  struct span role[ROLES];
  u32 steps_at, relocations_at, relocations, watches_at;
  u32 watches, readings_at, readings, data_at;
  u32 data_size;
  u8 control[4];          /* slot of the shim's end of each process's control socket, by role */
  u8 child_control[4];    /* slot of the process's own end */
  u8 pid[4];              /* slot of each process's pid, by role */
  u8 reported[REPORTED];  /* slots whose descriptors travel with the started event */
  u64 setup_limit;        /* nanoseconds */
  u32 flags, reserved;
};

/* What a process of the plan says over its control socket. */
enum { WORD_FAILED = 0xffff };
struct word { u32 code, step; i32 error; u32 role; };
#endif
