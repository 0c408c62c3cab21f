/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Messages between the JVM and the shim, one per SOCK_SEQPACKET packet, as
 * io.sandbox4j.internal.process.ShimRequest writes and ShimEvent reads them. */
#ifndef SANDBOX4J_PROTOCOL_H
#define SANDBOX4J_PROTOCOL_H
#include "plan.h"

enum { PROTOCOL_VERSION = 1, PACKET = 65536 };

enum request_kind {
  REQUEST_BOOT = 1, /* value: protocol version; descriptor 0: a plan whose shim steps set up the shim itself */
  REQUEST_LAUNCH,   /* value: id of the session it belongs to, or 0; descriptors: plan, passed... */
  REQUEST_SIGNAL,   /* value: signal for the program */
  REQUEST_KILL,     /* value: cause, reported back */
  REQUEST_PAUSE,
  REQUEST_RESUME,
  REQUEST_USAGE,
  REQUEST_GO,       /* descriptors: the first ones of a launch made ahead, which waits for them */
};
/* Flags of a launch: nobody waits for it, others go first; so many of its first descriptors come later. */
enum { REQUEST_AHEAD = 1, REQUEST_LATER = 16 /* shift */ };
struct request { u32 kind, flags; u64 id; i64 value; };

enum event_kind {
  EVENT_HELLO = 1, /* value: protocol version; error: of the boot plan, step: which */
  EVENT_STARTED,   /* pid: program; value: set-up nanoseconds; readings; descriptors: reported slots */
  EVENT_FAILED,    /* role, step, error; value: wait status of the process that died, or -1 */
  EVENT_ENDED,     /* cause, value: wait status; struct ending; readings */
  EVENT_GONE,      /* everything is torn down; role, step, error of the first teardown step that failed */
  EVENT_ANSWER,    /* to SIGNAL, PAUSE, RESUME: step: request kind; error */
  EVENT_USAGE,     /* value: wall nanoseconds so far; readings */
};
struct event { u32 kind, cause; u64 id; i64 value; i32 pid, error; u32 role, step; };
struct ending { u64 wall, setup; u32 init_status, reserved; struct usage usage; };
struct text { u32 index; i32 size; }; /* size bytes follow, padded to 8; negative: an errno */
#endif
