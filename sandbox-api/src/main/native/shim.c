/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* The shim: a small process that stands outside every sandbox and, on the word of the one JVM that
 * started it, launches, watches and removes sandboxes. When that JVM is gone it removes them all and
 * ends. It holds no policy: what it does is in the plans. */
#include "heap.h"
#include "lifecycle.h"

#if defined(__x86_64__)
__asm__(".globl _start\n_start:\n xor %ebp,%ebp\n and $-16,%rsp\n call shim_main\n");
#else
__asm__(".globl _start\n_start:\n mov x29,#0\n mov x30,#0\n mov x9,sp\n and sp,x9,#-16\n bl shim_main\n");
#endif

enum { JVM = 3, LOWEST = 256 }; /* the JVM starts the shim with its socket as descriptor 3 */

int epoll_set;
static int jvm, signals, timer, jvm_gone; /* no initialised data: one segment, a small file */
static u64 timer_due;

/* gcc may call these by itself, also in freestanding code; "used" keeps them through -flto. */
__attribute__((used)) void *memcpy(void *to, const void *from, usize size) { copy(to, from, size); return to; }
__attribute__((used)) void *memset(void *at, int value, usize size) {
  for (usize i = 0; i < size; i++) ((volatile u8 *)at)[i] = (u8)value;
  return at;
}

/* Descriptors of the shim live above the low range, where a child lays out its own. */
i32 high(i32 fd) {
  if (fd < 0 || fd >= LOWEST) return fd;
  i32 moved = (i32)sys3(NR_fcntl, fd, F_DUPFD_CLOEXEC_, LOWEST);
  sys1(NR_close, fd);
  return moved;
}

/* Where the shim stands when it is at home: its root and its namespaces. Only a shim of root ever leaves. */
enum { KINDS = 6 };
static i32 root;
static struct { u32 flag; i32 fd; } home[KINDS];

static void find_home(void) {
  static const char names[KINDS][8] = {"mnt", "pid", "net", "ipc", "uts", "cgroup"};
  static const u32 flags[KINDS] = {CLONE_NEWNS_, CLONE_NEWPID_, CLONE_NEWNET_, CLONE_NEWIPC_, CLONE_NEWUTS_,
                                   CLONE_NEWCGROUP_};
  i32 directory = (i32)sys4(NR_openat, AT_FDCWD_, "/proc/self/ns", O_PATH_ | O_CLOEXEC_, 0);
  for (int i = 0; i < KINDS; i++) {
    home[i].flag = flags[i];
    home[i].fd = high((i32)sys4(NR_openat, directory, names[i], O_RDONLY_ | O_CLOEXEC_, 0));
  }
  sys1(NR_close, directory);
  root = high((i32)sys4(NR_openat, AT_FDCWD_, "/", O_PATH_ | O_CLOEXEC_, 0));
}

long leave_home(i32 fd, u32 flags) {
  for (int i = 0; i < KINDS; i++)
    if (flags & home[i].flag && (home[i].fd < 0 || root < 0)) return -E_PROTO;
  return fd < 0 ? -E_PROTO : sys2(NR_setns, fd, flags);
}

/* A shim that cannot come back would build the next sandbox in this one: better none, and no sandbox
 * outlives it. */
void return_home(u32 flags) {
  for (int i = 0; i < KINDS; i++)
    if (flags & home[i].flag && sys2(NR_setns, home[i].fd, home[i].flag) < 0) sys1(NR_exit_group, 3);
  if (flags & CLONE_NEWNS_ && (sys1(NR_fchdir, root) < 0 || sys1(NR_chroot, ".") < 0)) sys1(NR_exit_group, 3);
}

void watch_descriptor(i32 fd, u32 events, struct run *run, u32 tag) {
  struct epoll_item item = {events, (u64)run | tag};
  sys4(NR_epoll_ctl, epoll_set, EPOLL_ADD, fd, &item);
}

void unwatch_descriptor(i32 fd) {
  struct epoll_item item = {0, 0};
  sys4(NR_epoll_ctl, epoll_set, EPOLL_DEL, fd, &item);
}

int await_word(struct run *run, u32 role, struct word *word, i32 *fds, int most) {
  if (role < ROLE_INIT || role > ROLE_PROGRAM) return -E_PROTO;
  i64 socket = run->slot[run->plan->control[role]];
  if (socket < 0) return -E_PROTO;
  int got = receive_word((int)socket, word, fds, most);
  if (got == -E_AGAIN && !(run->registered & 1u << role)) {
    run->registered |= (u8)(1u << role);
    watch_descriptor((i32)socket, EPOLL_IN, run, TAG_CONTROL + role);
  }
  return got;
}

void await_calls(struct run *run, i32 listener) {
  if (run->registered & 1) return;
  run->registered |= 1;
  run->listener = listener;
  watch_descriptor(listener, EPOLL_IN, run, TAG_CONTROL);
}

/* Text of the run's readings: what Java parses. */
static usize put_readings(u8 *at, usize room, struct run *run, int at_start) {
  struct reading *reading = (struct reading *)((u8 *)run->plan + run->plan->readings_at);
  usize used = 0;
  for (u32 i = 0; i < run->plan->readings; i++) {
    struct reading r = reading[i];
    if (at_start && !(r.flags & READ_AT_START)) continue;
    if (r.slot >= SLOTS || run->slot[r.slot] < 0 || room - used < sizeof(struct text) + r.limit + 8) continue;
    struct text *text = (struct text *)(at + used);
    long fd = run->slot[r.slot];
    if (r.name) fd = sys4(NR_openat, fd, plan_data(run, r.name), O_RDONLY_ | O_CLOEXEC_, 0);
    long size = fd < 0 ? fd : sys4(NR_pread64, fd, text + 1, r.limit, 0);
    if (r.name && fd >= 0) sys1(NR_close, fd);
    *text = (struct text){i, (i32)size};
    used += sizeof *text + (size > 0 ? ((usize)size + 7) & ~7ul : 0);
  }
  return used;
}

void send_event(struct event *event, const void *extra, usize extra_size, struct run *run, int at_start,
                i32 *fds, int count) {
  static u8 packet[PACKET];
  static struct { usize size; int level, type; i32 fds[REPORTED]; } control;
  if (jvm_gone) return;
  copy(packet, event, sizeof *event);
  usize size = sizeof *event;
  if (extra_size) copy(packet + size, extra, extra_size);
  size += extra_size;
  if (run) size += put_readings(packet + size, sizeof packet - size, run, at_start);
  struct iov iov = {packet, size};
  struct msg msg = {0, 0, 0, &iov, 1, 0, 0, 0, 0};
  if (count) {
    control.size = sizeof(struct cmsg) + (usize)count * sizeof(i32);
    control.level = SOL_SOCKET_;
    control.type = SCM_RIGHTS_;
    for (int i = 0; i < count; i++) control.fds[i] = fds[i];
    msg.control = &control;
    msg.control_size = (control.size + 7) & ~7ul;
  }
  long sent; /* room was there, see jvm_listens() */
  do sent = sys3(NR_sendmsg, jvm, &msg, MSG_NOSIGNAL_);
  while (sent == -E_INTR);
  if (sent < 0) jvm_gone = 1;
}

/* Which of the events there are now, errors and ends among them. */
int is_ready(i32 fd, short events) {
  struct { i32 fd; short events, revents; } poll = {fd, events, 0};
  struct timespec64 none = {0, 0};
  return sys5(NR_ppoll, &poll, 1, &none, 0, 8) < 0 ? -1 : poll.revents;
}

/* Whether an event fits into the socket. A JVM that stands still in a garbage collection must not make
 * the shim wait: what has something to say comes back in a millisecond, limits are enforced meanwhile. */
int jvm_listens(void) {
  return jvm_gone || is_ready(jvm, POLLOUT_);
}

static void answer(struct request *request, int error) {
  struct event event = {EVENT_ANSWER, 0, request->id, 0, 0, error, 0, request->kind};
  send_event(&event, 0, 0, 0, 0, 0, 0);
}

static void obey(struct request *request, i32 *fds, int count) {
  if (request->kind == REQUEST_LAUNCH) {
    launch(request->id, (u64)request->value, request->flags, fds, count);
    return;
  }
  if (request->kind == REQUEST_BOOT && count == 1 && request->value == PROTOCOL_VERSION) {
    boot(fds[0]);
    return;
  }
  struct run *run = find_run(request->id);
  if (request->kind == REQUEST_GO) {
    go(run, fds, count);
    return;
  }
  for (int i = 0; i < count; i++) sys1(NR_close, fds[i]);
  switch (request->kind) {
    case REQUEST_SIGNAL: {
      int error = E_SRCH;
      i64 pid = run ? run->slot[run->plan->pid[ROLE_PROGRAM]] : -1;
      /* Not reaped yet, so the number still means this process. */
      if (run && run->state == RUNNING && pid > 0 && !(run->exited & 1 << ROLE_PROGRAM))
        error = (int)-sys2(NR_kill, pid, request->value);
      answer(request, error);
      break;
    }
    case REQUEST_KILL: if (run) stop(run, (u32)request->value); break;
    case REQUEST_PAUSE: answer(request, run ? pause_run(run) : E_SRCH); break;
    case REQUEST_RESUME: answer(request, run ? resume_run(run) : E_SRCH); break;
    case REQUEST_USAGE: {
      struct event event = {EVENT_USAGE, 0, request->id, run ? (i64)wall_so_far(run) : -1, 0,
                            run ? 0 : E_SRCH, 0, 0};
      send_event(&event, 0, 0, run && run->state == RUNNING ? run : 0, 0, 0, 0);
      break;
    }
    default: answer(request, E_PROTO);
  }
}

/* One request; 0 when there is none, -1 when the JVM is gone. */
static int take_request(void) {
  static struct { usize size; int level, type; i32 fds[PASSED + 3]; } control;
  struct request request;
  struct iov iov = {&request, sizeof request};
  struct msg msg = {0, 0, 0, &iov, 1, &control, sizeof control, 0, 0};
  long size = sys3(NR_recvmsg, jvm, &msg, MSG_DONTWAIT_ | MSG_CMSG_CLOEXEC_);
  if (size == -E_AGAIN || size == -E_INTR) return 0;
  if (size <= 0) return -1;
  int count = 0, lost = msg.flags & MSG_CTRUNC_ || size != sizeof request;
  if (msg.control_size >= sizeof(struct cmsg) && control.type == SCM_RIGHTS_)
    count = (int)((control.size - sizeof(struct cmsg)) / sizeof(i32));
  for (int i = 0; i < count; i++) {
    control.fds[i] = high(control.fds[i]);
    if (control.fds[i] < 0) lost = 1;
  }
  if (lost) { /* out of descriptors: refuse the launch, keep nothing */
    for (int i = 0; i < count; i++)
      if (control.fds[i] >= 0) sys1(NR_close, control.fds[i]);
    struct event event = {EVENT_FAILED, 0, request.id, -1, 0, E_MFILE, ROLE_SHIM, ~0u};
    send_event(&event, 0, 0, 0, 0, 0, 0);
    return 1;
  }
  obey(&request, control.fds, count);
  return 1;
}

static void reap(void) {
  for (;;) {
    i32 status;
    struct usage usage;
    long pid = sys4(NR_wait4, -1, &status, WNOHANG_ | WALL_, &usage);
    if (pid <= 0) return;
    child_exited((i32)pid, status, &usage);
  }
}

static void set_timer(void) {
  struct run *first = heap_first();
  u64 due = first ? first->due : 0;
  if (due == timer_due) return;
  timer_due = due;
  struct itimerspec64 time = {{0, 0}, {(i64)(due / 1000000000), (i64)(due % 1000000000)}};
  sys4(NR_timerfd_settime, timer, TFD_ABSTIME_, &time, 0);
}

static void check_deadlines(void) {
  u64 now = now_nanos();
  struct run *run;
  while ((run = heap_first()) && run->due <= now) limits_check(run);
}

static void jvm_ended(void) {
  jvm_gone = 1;
  unwatch_descriptor(jvm);
  stop_all(CAUSE_JVM_GONE);
}

static void dispatch(struct epoll_item *item) {
  u64 data = item->data, tag = data & 0xfff;
  struct run *run = (struct run *)(data & ~0xfffull);
  if (!run) {
    u8 drain[1024];
    if (tag == 1) {
      int got = 0;
      for (int i = 0; i < 16 && jvm_listens() && (got = take_request()) > 0; i++) continue;
      if (got < 0) jvm_ended();
    } else {
      if (tag == 2) timer_due = 0;
      sys3(NR_read, tag == 2 ? timer : signals, drain, sizeof drain);
      if (tag == 3) reap();
    }
  } else if (run->state == GONE) {
    return;
  } else if (tag >= TAG_WATCH) {
    struct watch *watch = (struct watch *)((u8 *)run->plan + run->plan->watches_at) + (tag - TAG_WATCH);
    unwatch_descriptor((i32)run->slot[watch->slot]);
    if (run->state == RUNNING) stop(run, watch->cause);
  } else if (run->state == LAUNCHING) {
    run->waiting = 0;
  }
}

static int steps_of(int unhurried) {
  int busy = 0;
  u32 at = 0;
  struct run *run;
  while ((run = first_runnable(&at, unhurried))) {
    advance(run);
    busy = 1;
  }
  return busy;
}

/* Who is waited for goes first, but not for ever. */
static int one_step_each(void) {
  enum { TURNS = 8 };
  static u32 turn;
  int busy = steps_of(0);
  return busy && ++turn % TURNS ? busy : busy | steps_of(1);
}

__attribute__((noreturn, used)) void shim_main(void) {
  enum { BATCH = 64, STEPS_BETWEEN_POLLS = 8 };
  struct epoll_item items[BATCH];
  u64 child_signal = 1ull << (SIG_CHLD - 1);
  u64 blocked = child_signal | 1ull << (SIG_USR1 - 1); /* init inherits it */
  sys3(NR_close_range, 0, JVM - 1, 0); /* first of all: nothing that the JVM had open */
  sys3(NR_close_range, JVM + 1, ~0u, 0);
  struct { u64 soft, hard; } files; /* a JVM may have less than LOWEST */
  sys4(NR_prlimit64, 0, RLIMIT_NOFILE_, 0, &files);
  files.soft = files.hard;
  sys4(NR_prlimit64, 0, RLIMIT_NOFILE_, &files, 0);
  jvm = high(JVM);
  sys4(NR_rt_sigprocmask, 2, &blocked, 0, 8);
  signals = high((i32)sys4(NR_signalfd4, -1, &child_signal, 8, O_CLOEXEC_ | TFD_NONBLOCK_));
  timer = high((i32)sys2(NR_timerfd_create, CLOCK_MONOTONIC_, TFD_CLOEXEC_ | TFD_NONBLOCK_));
  epoll_set = high((i32)sys1(NR_epoll_create1, O_CLOEXEC_));
  if (jvm < 0 || signals < 0 || timer < 0 || epoll_set < 0) sys1(NR_exit_group, 2);
  find_home();
  watch_descriptor(jvm, EPOLL_IN, 0, 1);
  watch_descriptor(timer, EPOLL_IN, 0, 2);
  watch_descriptor(signals, EPOLL_IN, 0, 3);
  for (;;) {
    int busy = 0;
    for (int i = 0; i < STEPS_BETWEEN_POLLS; i++) {
      check_deadlines(); /* first: a run that it ends has steps to take */
      busy = one_step_each();
      if (!busy) break;
    }
    free_gone();
    if (jvm_gone && !live_runs()) sys1(NR_exit_group, 0);
    set_timer();
    long count = sys6(NR_epoll_pwait, epoll_set, items, BATCH, busy ? 0 : -1, 0, 8);
    if (jvm_gone == 1 && live_runs()) { /* a failed send noticed it first */
      jvm_gone = 2;
      stop_all(CAUSE_JVM_GONE);
    }
    for (long i = 0; i < count; i++) dispatch(&items[i]);
  }
}
