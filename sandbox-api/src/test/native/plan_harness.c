/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Runs a launch plan without a JVM at the other end of a socket. It is linked with the shim's own
 * lifecycle, interpreter and words, and stands in for shim.c:
 *
 *   interpret  executes the plan in the shared file and puts slots, data and reports beside it;
 *   serve      makes the system calls that a simulator asks for, in a process that is set up the same.
 *
 * Both share one file with the JVM at the JVM's own address, so that a pointer means the same to all. */
#define _GNU_SOURCE
#include "lifecycle.h"
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { IDLE, ASKED, ANSWERED, MAILBOXES = 4, FIRST_PASSED = 300, FIRST_KEPT = 600, PLAN_FD = 700,
       FILE_ROOM = 4096, LOWEST = 256 };

struct mailbox { u32 state, next; i64 number, argument[6], result; i32 pid, reserved; };

struct shared {
  struct mailbox mailbox[MAILBOXES];
  u32 plan_size, passed;
  /* what interpret came to */
  i32 failed_error, left_error, pause_error, resume_error;
  u32 failed_role, failed_step, left_role, left_step, complete, ended;
  u64 owned;
  i64 slot[SLOTS];
  struct { i64 size; u8 bytes[FILE_ROOM]; } file[4];
};
enum { PLAN_AT = 65536 };

static struct shared *shared;
int epoll_set;

/* Calls that could reach other processes, by a mistake in a random plan. */
static void reach_nobody(void) {
  struct sock_filter filter[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_kill, 3, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_tkill, 2, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_tgkill, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | E_SRCH),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) _exit(101);
}

/* The same descriptors, the same state in both modes. */
static void settle(void) {
  if (close_range(3, ~0u, 0)) _exit(102);
  int null = open("/dev/null", O_RDWR);
  for (int i = 0; i < 3; i++) dup2(null, i);
  close(null);
  signal(SIGPIPE, SIG_IGN);
  umask(022);
  struct rlimit files = {1024, 1024};
  setrlimit(RLIMIT_NOFILE, &files);
  for (u32 i = 0; i < shared->passed; i++) {
    int fd = memfd_create("passed", MFD_CLOEXEC);
    if (dup3(fd, FIRST_PASSED + (int)i, O_CLOEXEC) < 0 || dup3(fd, FIRST_KEPT + (int)i, O_CLOEXEC) < 0) _exit(103);
    close(fd);
  }
  reach_nobody();
}

/* For shim.c. */
void watch_descriptor(i32 fd, u32 events, struct run *run, u32 tag) { (void)fd; (void)events; (void)run; (void)tag; }
void unwatch_descriptor(i32 fd) { (void)fd; }
int jvm_listens(void) { return 1; }
int is_ready(i32 fd, short events) {
  (void)fd, (void)events;
  return 0; /* no filter is installed here, so there is no listener */
}
void await_calls(struct run *run, i32 listener) { (void)run, (void)listener; }

i32 high(i32 fd) {
  if (fd < 0 || fd >= LOWEST) return fd;
  i32 moved = (i32)sys3(NR_fcntl, fd, F_DUPFD_CLOEXEC_, LOWEST);
  sys1(NR_close, fd);
  return moved;
}

/* Random plans stand in the namespaces that they are in already. */
long leave_home(i32 fd, u32 flags) { return fd < 0 ? -E_PROTO : sys2(NR_setns, fd, flags); }
void return_home(u32 flags) { (void)flags; }

int await_word(struct run *run, u32 role, struct word *word, i32 *fds, int most) {
  if (role < ROLE_INIT || role > ROLE_PROGRAM) return -E_PROTO;
  i64 socket = run->slot[run->plan->control[role]];
  if (socket < 0) return -E_PROTO;
  return receive_word((int)socket, word, fds, most);
}

void send_event(struct event *event, const void *extra, usize extra_size, struct run *readings_of,
                int at_start, i32 *fds, int count) {
  (void)extra; (void)extra_size; (void)readings_of; (void)at_start; (void)fds; (void)count;
  if (event->kind == EVENT_FAILED) {
    shared->failed_role = event->role;
    shared->failed_step = event->step;
    shared->failed_error = event->error;
  } else if (event->kind == EVENT_GONE) {
    shared->left_role = event->role;
    shared->left_step = event->step;
    shared->left_error = event->error;
  }
}

static void look_around(struct run *run) {
  struct timespec pause = {0, 200000};
  int status;
  struct usage usage;
  long pid;
  if (run->retry_at && !run->aside) { /* at once: a simulator does not wait either */
    run->retry_at = 0;
  } else {
    nanosleep(&pause, 0);
  }
  for (u32 role = ROLE_INIT; run->state >= ENDING && role <= ROLE_PROGRAM; role++) {
    /* Should the plan have lost what it kills with: it ends all the same. */
    long handle = run->exited & 1u << role ? -1 : sys2(SYS_pidfd_open, run->slot[run->plan->pid[role]], 0);
    if (handle < 0) continue;
    sys4(NR_pidfd_send_signal, handle, SIGKILL, 0, 0);
    close((int)handle);
  }
  while ((pid = sys4(NR_wait4, -1, &status, WNOHANG | __WALL, &usage)) > 0) child_exited((i32)pid, status, &usage);
  if (run->aside <= 0) run->waiting = 0;
}

static void interpret(u8 *block) {
  int fds[PASSED + 1];
  int plan = memfd_create("plan", MFD_CLOEXEC);
  if (pwrite(plan, block, shared->plan_size, 0) != shared->plan_size || dup3(plan, PLAN_FD, O_CLOEXEC) < 0) _exit(104);
  close(plan);
  fds[0] = PLAN_FD;
  for (u32 i = 0; i < shared->passed; i++) fds[i + 1] = FIRST_PASSED + (int)i;
  struct plan *head = (struct plan *)block;
  struct step *first = (struct step *)(block + head->steps_at) + head->role[ROLE_SHIM].first;
  int waits = head->role[ROLE_SHIM].count && first->number == OP_AWAIT_GO; /* for all of them */
  if (waits) launch(1, 0, shared->passed << REQUEST_LATER, fds, 1);
  else launch(1, 0, 0, fds, (int)shared->passed + 1);
  struct run *run = find_run(1);
  if (!run) _exit(105);
  while (run->state != GONE) {
    if (run->ahead) go(run, fds + 1, (int)shared->passed);
    if (run->state == RUNNING) {
      shared->complete = 1;
      shared->pause_error = pause_run(run);
      shared->resume_error = resume_run(run);
      stop(run, 1);
    }
    if (run->waiting) look_around(run);
    if (!run->waiting) advance(run);
  }
  memcpy(shared->slot, run->slot, sizeof run->slot);
  shared->owned = run->owned;
  memcpy(block, run->plan, run->plan->size);
  for (u32 i = 0; i < shared->passed; i++) {
    struct stat stat;
    fstat(FIRST_KEPT + (int)i, &stat);
    shared->file[i].size = stat.st_size;
    if (pread(FIRST_KEPT + (int)i, shared->file[i].bytes, FILE_ROOM, 0) < 0) _exit(106);
  }
  shared->ended = 1;
}

static __attribute__((noreturn)) void serve(struct mailbox *box) {
  box->pid = (i32)sys0(SYS_getpid); /* also in a raw clone */
  __atomic_store_n(&box->state, ANSWERED, __ATOMIC_RELEASE);
  sys3(SYS_futex, &box->state, FUTEX_WAKE, 1);
  for (;;) {
    u32 state = __atomic_load_n(&box->state, __ATOMIC_ACQUIRE);
    if (state != ASKED) {
      struct timespec patience = {20, 0}; /* a JVM that is gone asks no more */
      if (sys4(SYS_futex, &box->state, FUTEX_WAIT, state, &patience) == -E_TIMEDOUT) _exit(107);
      continue;
    }
    i64 number = box->number; /* a clone's child reads neither when the parent is asked already again */
    u32 next = box->next;
    long result = sys(number, box->argument[0], box->argument[1], box->argument[2], box->argument[3],
                      box->argument[4], box->argument[5]);
    if (number == SYS_clone3 && result == 0) serve(&shared->mailbox[next]);
    box->result = result;
    __atomic_store_n(&box->state, ANSWERED, __ATOMIC_RELEASE);
    sys3(SYS_futex, &box->state, FUTEX_WAKE, 1);
  }
}

int main(int count, char **arguments) {
  if (count != 5) return 108;
  u8 *address = (u8 *)strtoull(arguments[3], 0, 10);
  usize size = strtoull(arguments[4], 0, 10);
  int file = open(arguments[2], O_RDWR | O_CLOEXEC);
  if (mmap(address, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE, file, 0) != address) return 109;
  shared = (struct shared *)address;
  settle();
  if (!strcmp(arguments[1], "serve")) serve(&shared->mailbox[0]);
  alarm(20);
  interpret(address + PLAN_AT);
  return 0;
}
