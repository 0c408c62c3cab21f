/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Executes the steps of a plan: resolve the operands, make the call, deal with its result. It decides
 * nothing: which calls, in which order and what counts as success is written in the plan.
 * io.sandbox4j.launch.PlanSimulator does the same in Java; a test holds the two equal. */
#include "run.h"

static i64 *slot_of(struct run *run, struct step *step, int i) {
  u64 index = step->operand[i];
  if (index >= SLOTS) return 0;
  if (step->kind[i] == OPERAND_PARENT) return run->parent ? &run->parent_slot[index] : 0;
  return &run->slot[index];
}

/* False: an operand names nothing. */
static int resolve(struct run *run, struct step *step, long *value) {
  for (int i = 0; i < 6; i++) {
    u64 operand = step->operand[i];
    switch (step->kind[i]) {
      case OPERAND_VALUE: value[i] = (long)operand; break;
      case OPERAND_DATA: value[i] = (long)plan_data(run, operand); break;
      case OPERAND_PASSED:
        if (operand >= (u64)run->passed_count || run->passed[operand] < 0) return 0;
        value[i] = run->passed[operand];
        break;
      default: {
        i64 *slot = slot_of(run, step, i);
        if (!slot || *slot < 0) return 0;
        value[i] = (long)*slot;
      }
    }
  }
  return 1;
}

static i32 descriptor_of(struct run *run, u8 kind, u8 index) {
  if (kind == OPERAND_PASSED && index < run->passed_count) return run->passed[index];
  if (kind == OPERAND_SLOT && index < SLOTS) return (i32)run->slot[index];
  if (kind == OPERAND_PARENT && index < SLOTS && run->parent) return (i32)run->parent_slot[index];
  return -1;
}

/* Descriptors 0..count-1 become the listed ones, all others are closed: nothing of the shim, of the
 * JVM or of another sandbox stays open. In the shim every descriptor is above 255, so no source is
 * overwritten before its turn. */
static long keep(struct run *run, struct keep *list, u32 count) {
  for (u32 i = 0; i < count; i++) {
    struct keep k = list[i];
    i32 fd = descriptor_of(run, k.kind, k.index);
    if (fd < 0) return -E_PROTO;
    long result = sys3(NR_dup3, fd, i, k.inherit ? 0 : O_CLOEXEC_);
    if (result < 0) return result;
  }
  for (u32 i = 0; i < count; i++) {
    struct keep k = list[i];
    if (k.kind == OPERAND_PASSED) run->passed[k.index] = (i32)i;
    if (k.kind == OPERAND_SLOT) run->slot[k.index] = i;
    if (k.kind == OPERAND_PARENT) run->parent_slot[k.index] = i;
  }
  return sys3(NR_close_range, count, ~0u, 0);
}

/* Becomes another user, but keeps its rights to files, for a cgroup is entered by those, and the saved
 * user, by which it finds back. */
static long act_as(long user, long files) {
  long result = sys3(NR_setresuid, user, user, -1);
  if (result == 0) sys1(NR_setfsuid, files);
  return result;
}

/* A user namespace belongs to the effective user who makes it, and the kernel counts what is used in
 * there (queued signals, inotify instances, message queues) against that user, too: it must not be the
 * host's root, whose budget one sandbox would exhaust for the whole host. */
static long clone_as(struct run *run, u32 role, long arguments, long size, long owner) {
  long self = sys0(NR_geteuid);
  long pid = owner ? act_as(owner, self) : 0;
  if (pid < 0) return pid;
  pid = sys2(NR_clone3, arguments, size);
  if (pid == 0) be_child(run, role);
  if (owner) sys3(NR_setresuid, self, self, -1);
  return pid;
}

/* The child is born in the namespaces that the shim stands in for the moment of the clone: nobody in
 * the sandbox ever sees it anywhere else, and it is the shim's own child. */
static long clone_role(struct run *run, long role, long arguments, long size, struct stand *stands, long count,
                       long owner) {
  if (role <= ROLE_SHIM || role > ROLE_PROGRAM) return -E_PROTO;
  u32 left = 0;
  long pid = 0;
  for (long i = 0; i < count && pid == 0; i++) {
    pid = leave_home(descriptor_of(run, stands[i].kind, stands[i].index), stands[i].flags);
    if (pid == 0) left |= stands[i].flags;
  }
  if (pid == 0) pid = clone_as(run, (u32)role, arguments, size, owner);
  return_home(left);
  if (pid > 0) run->slot[run->plan->pid[role]] = pid;
  return pid;
}

static enum outcome await(struct run *run, struct step *step, long *value, i32 *error) {
  struct word word;
  i32 fds[4];
  int got = await_word(run, (u32)value[0], &word, fds, 4);
  if (got == -E_AGAIN) return WAIT;
  if (got < 0) {
    *error = -got;
    return FAIL;
  }
  for (int i = 0; i < got; i++) {
    u32 slot = (u32)step->operand[3] + (u32)i;
    if (slot < SLOTS) {
      run->slot[slot] = fds[i];
      run->owned |= 1ull << slot;
    }
  }
  if (word.code == WORD_FAILED) {
    run->failure = word;
    return FAIL;
  }
  if (word.code != (u32)value[1] || got != (int)value[4]) {
    *error = E_PROTO;
    return FAIL;
  }
  if (step->operand[2] < SLOTS) {
    run->slot[step->operand[2]] = word.error;
    for (u32 role = ROLE_INIT; role <= ROLE_PROGRAM; role++)
      if (run->plan->pid[role] == step->operand[2]) claim_early_exit(run, role);
  }
  return DONE;
}

/* The call of a process that still executes its plan is carried out as it is; only its execve. */
static void admit(i32 listener, i32 exec) {
  struct notification asked;
  zero(&asked, sizeof asked);
  if (sys3(NR_ioctl, listener, NOTIF_RECV_, &asked) < 0) return; /* it was killed meanwhile */
  struct answer answer = {asked.id, 0, asked.number == exec ? 0 : -E_PERM, asked.number == exec ? NOTIF_CONTINUE_ : 0};
  sys3(NR_ioctl, listener, NOTIF_SEND_, &answer);
}

/* The end of file comes before the program's first instruction: a call that waited before there was
 * none is the launch's own, every other is the JVM's to answer. */
static enum outcome await_exec(struct run *run, long *value, i32 *error) {
  struct word word;
  i32 exec = (i32)value[1], listener = (i32)value[0];
  int asked = exec && is_ready(listener, POLLIN_) == POLLIN_; /* else it has no task any more */
  int got = await_word(run, ROLE_PROGRAM, &word, 0, 0);
  if (got == -E_AGAIN && asked) admit(listener, exec);
  if (got == -E_AGAIN && exec) await_calls(run, listener);
  if (got == -E_AGAIN) return WAIT;
  if (got == -E_CHILD) return DONE; /* end of file: close-on-exec closed the socket */
  if (got >= 0 && word.code == WORD_FAILED) {
    run->failure = word;
    return FAIL;
  }
  *error = got < 0 ? -got : E_PROTO;
  return FAIL;
}

static long special(struct run *run, struct step *step, long *value) {
  switch (step->number) {
    case OP_STORE32: *(volatile u32 *)plan_data(run, (u64)value[0]) = (u32)value[1]; return 0;
    case OP_STORE64: *(volatile u64 *)plan_data(run, (u64)value[0]) = (u64)value[1]; return 0;
    case OP_DECIMAL:
      return (long)(value[2] ? put_padded(plan_data(run, (u64)value[0]), (u64)value[1], (usize)value[2])
                             : put_decimal(plan_data(run, (u64)value[0]), (u64)value[1]));
    case OP_LOAD32: return *(volatile i32 *)plan_data(run, (u64)value[0]);
    case OP_KEEP: return keep(run, (struct keep *)plan_data(run, (u64)value[0]), (u32)value[1]);
    case OP_CLONE:
      return clone_role(run, value[0], (long)plan_data(run, (u64)value[1]), value[2],
                        (struct stand *)plan_data(run, (u64)value[3]), value[4], value[5]);
    case OP_KILL_LISTED: return kill_listed((int)value[0]);
    case OP_MOVE_LISTED: return move_listed((int)value[0], (int)value[1]);
    case OP_EXITED: return value[0] < 4 && run->exited & 1 << value[0] ? 0 : -E_AGAIN;
    case OP_BETWEEN: {
      u64 number;
      return parse_counter(plan_data(run, (u64)value[0]), 24, 0, &number) && number >= (u64)value[1] &&
                     number <= (u64)value[2] ? 0 : -E_AGAIN;
    }
    case OP_REPORT_END: return report_end(run);
    case OP_KILL_FAMILY: return kill_family((int)value[0], (int)value[1]);
    default: return -E_NOSYS;
  }
}

/* The first result that is an errno, or the last one. */
static long call(struct step *step, long *value) {
  long result;
  u32 left = step->flags & STEP_REPEAT ? step->times : 1;
  do {
    result = sys(step->number, value[0], value[1], value[2], value[3], value[4], value[5]);
    value[1]++;
  } while (left-- > 1 && !(result < 0 && result > -4096));
  return result;
}

/* A call that may wait for the disk or for other CPUs must not hold up the other sandboxes: a child
 * makes it, and the run waits. What takes too long is killed. */
static enum outcome aside(struct run *run, struct step *step, long *value, i32 *error) {
  if (run->aside < 0) { /* reaped */
    run->aside = run->retry_at = 0;
    return DONE;
  }
  if (run->aside) { /* its time is over */
    sys2(NR_kill, run->aside, SIG_KILL);
    return WAIT;
  }
  u64 arguments[11] = {0};
  arguments[4] = SIG_CHLD;
  sys3(NR_madvise, run, run->mapped, MADV_DOFORK_); /* the call's data is in there */
  long pid = sys2(NR_clone3, arguments, sizeof arguments);
  if (pid == 0) {
    sys2(NR_prctl, PR_SET_PDEATHSIG_, SIG_KILL); /* it holds a copy of every descriptor of the shim */
    sys(step->number, value[0], value[1], value[2], value[3], value[4], value[5]);
    for (;;) sys1(NR_exit_group, 0);
  }
  sys3(NR_madvise, run, run->mapped, MADV_DONTFORK_);
  if (pid < 0) {
    *error = (i32)-pid;
    return FAIL;
  }
  run->aside = (i32)pid;
  run->retry_at = now_nanos() + ASIDE_MILLISECONDS * 1000000ull;
  return WAIT;
}

enum outcome execute(struct run *run, struct step *step, u32 role, i32 *error) {
  long value[6];
  if (!resolve(run, step, value)) {
    if (step->flags & STEP_OPTIONAL) return DONE;
    *error = E_PROTO;
    return FAIL;
  }
  if (step->number == OP_AWAIT) return await(run, step, value, error);
  if (step->number == OP_AWAIT_EXEC) return await_exec(run, value, error);
  if (step->number == OP_AWAIT_GO) return await_go(run) ? DONE : WAIT;
  if (step->number == OP_AWAIT_EXIT) {
    i64 pid = value[0] < 4 ? run->slot[run->plan->pid[value[0]]] : -1;
    if (pid <= 0 || run->exited & 1 << value[0]) return DONE;
    /* Not reaped yet, so the number still means our child. The plan kills by descriptors, and has none of
     * a process whose descriptor found no room. */
    if (run->state >= ENDING) sys2(NR_kill, pid, SIG_KILL);
    return WAIT;
  }
  if (step->flags & STEP_ASIDE) return aside(run, step, value, error);
  long result = step->number < OP_STORE32 ? call(step, value) : special(run, step, value);
  if (result < 0 && result > -4096) {
    if (step->flags & STEP_RETRY && result == -(long)step->expected_errno) return LATER;
    if (result == -(long)step->expected_errno) {
      run->pc += step->jump;
      return DONE;
    }
    if (result == -(long)step->other_errno) return DONE;
    *error = (i32)-result;
    return FAIL;
  }
  if (step->flags & STEP_EXACT && result != step->exact) {
    *error = E_PROTO;
    return FAIL;
  }
  if (step->flags & STEP_SAVE && step->slot < SLOTS) {
    if (step->flags & STEP_DESCRIPTOR) {
      if (role != ROLE_INIT && role != ROLE_ENTRY && role != ROLE_PROGRAM) result = high((i32)result);
      if (result < 0) { /* or what was loaded is none */
        *error = (i32)-result;
        return FAIL;
      }
    }
    if (step->flags & STEP_DESCRIPTOR) run->owned |= 1ull << step->slot;
    run->slot[step->slot] = result;
  }
  if (step->flags & STEP_CLEAR && step->kind[0] == OPERAND_SLOT) {
    run->slot[step->operand[0]] = -1;
    run->owned &= ~(1ull << step->operand[0]);
  }
  return DONE;
}

static void say_failed(struct run *run, u32 role, u32 step, i32 error) {
  struct word word = {WORD_FAILED, step, error, role};
  struct iov iov = {&word, sizeof word};
  struct msg msg = {0, 0, 0, &iov, 1, 0, 0, 0, 0};
  sys3(NR_sendmsg, run->slot[run->plan->child_control[role]], &msg, MSG_NOSIGNAL_);
}

/* Pid 1 of a sandbox after its work is done: it reaps orphans until it is killed. Its filter allows
 * little more than this loop. SIGUSR1 says that the program has ended and only its descendants are
 * waited for: with the last of them init ends, too. The kernel gives a signal from outside the pid
 * namespace the sender 0; a program of the same user could send it, too, and so end the whole sandbox.
 * The plan's pages, which may hold secrets, are gone. */
static __attribute__((noreturn)) void reap_for_ever(struct run *run) {
  sys2(NR_munmap, run, run->mapped);
  u64 signals = 1ull << (SIG_CHLD - 1) | 1ull << (SIG_USR1 - 1);
  int last = 0;
  for (;;) {
    long pid = sys4(NR_wait4, -1, 0, WALL_ | (last ? 0 : WNOHANG_), 0);
    if (pid == -E_CHILD && last) sys1(NR_exit_group, 0);
    if (pid == -E_CHILD || pid == 0) {
      struct signal_info info;
      if (sys4(NR_rt_sigtimedwait, &signals, &info, 0, 8) == SIG_USR1 && info.code == 0 && info.pid == 0) last = 1;
    }
  }
}

/* The whole life of a process of the plan. */
void be_child(struct run *run, u32 role) {
  if (role == ROLE_INIT) release_others(run);
  struct span span = run->plan->role[role];
  for (run->pc = 0; run->pc < span.count; run->pc++) {
    i32 error = 0;
    if (execute(run, plan_step(run, role, run->pc), role, &error) != DONE) {
      say_failed(run, role, run->pc, error);
      for (;;) sys1(NR_exit_group, 1);
    }
  }
  if (role == ROLE_INIT) reap_for_ever(run);
  for (;;) sys1(NR_exit_group, role == ROLE_ENTRY ? 0 : 1);
}

/* One word from a control socket with up to `most` descriptors; how many, or the errno: -ECHILD at
 * the end of file. It comes with all its descriptors or with none. */
int receive_word(int socket, struct word *word, i32 *fds, int most) {
  struct { usize size; int level, type; i32 fds[4]; } control;
  struct iov iov = {word, sizeof *word};
  struct msg msg = {0, 0, 0, &iov, 1, &control, sizeof control, 0, 0};
  long size = sys3(NR_recvmsg, socket, &msg, MSG_DONTWAIT_ | MSG_CMSG_CLOEXEC_);
  if (size < 0) return (int)size;
  if (size == 0) return -E_CHILD;
  int count = 0;
  if (msg.control_size >= sizeof(struct cmsg) && control.level == SOL_SOCKET_ && control.type == SCM_RIGHTS_)
    count = (int)((control.size - sizeof(struct cmsg)) / sizeof(i32));
  int error = size != sizeof *word || msg.flags & MSG_CTRUNC_ || count > most ? -E_PROTO : 0;
  for (int i = 0; i < count; i++) {
    control.fds[i] = high(control.fds[i]);
    if (control.fds[i] < 0) error = -E_MFILE;
  }
  for (int i = 0; i < count; i++) {
    if (!error) fds[i] = control.fds[i];
    else if (control.fds[i] >= 0) sys1(NR_close, control.fds[i]);
  }
  return error ? error : count;
}
