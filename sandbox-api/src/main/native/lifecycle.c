/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* A run from its launch to the moment nothing of it is left. The shim takes at most one step of each
 * run between two looks at the deadlines, so no launch delays another sandbox's limit. */
#include "lifecycle.h"
#include "heap.h"

/* The first `busy` ones have steps to take; the others run their program and cost nothing. */
static struct run *runs[MAX_RUNS];
static u32 run_count, busy;

/* How many bytes of runs[i] a child inherits; 0 once its pages do not fork. Kept outside those pages,
 * which such a child does not have. */
static usize inherited[MAX_RUNS];

static void swap(u32 a, u32 b) {
  struct run *run = runs[a];
  runs[a] = runs[b];
  runs[b] = run;
  usize bytes = inherited[a];
  inherited[a] = inherited[b];
  inherited[b] = bytes;
  runs[a]->list_at = a;
  runs[b]->list_at = b;
}

static void make_busy(struct run *run) {
  if (run->list_at >= busy) swap(run->list_at, busy++);
}

static void make_quiet(struct run *run) {
  if (run->list_at < busy) swap(run->list_at, --busy);
}

enum { HEAD = (sizeof(struct run) + 4095) & ~4095ul, MOST_PLAN = 16 << 20 };

u32 live_runs(void) { return run_count; }

struct run *find_run(u64 id) {
  for (u32 i = 0; i < run_count; i++)
    if (runs[i]->id == id && runs[i]->state != GONE) return runs[i];
  return 0;
}

struct run *first_runnable(u32 *at, int unhurried) {
  while (*at < busy) {
    struct run *run = runs[(*at)++];
    if (run->unhurried == unhurried && !run->waiting && run->state != RUNNING && run->state != GONE) return run;
  }
  return 0;
}

/* What a forked init must not keep: other launches' plans hold other callers' secrets. */
void release_others(struct run *mine) {
  for (u32 i = 0; i < run_count; i++)
    if (runs[i] != mine && inherited[i]) sys2(NR_munmap, runs[i], inherited[i]);
}

static int span_fits(u64 at, u64 count, u64 size, u64 limit) {
  return at <= limit && count <= (limit - at) / size;
}

/* The JVM is trusted; this catches a mismatch of versions, not an attack. */
static int well_formed(struct plan *plan, u64 size) {
  if (size < sizeof *plan || plan->magic != PLAN_MAGIC || plan->version != PLAN_VERSION || plan->size != size) return 0;
  if (!span_fits(plan->steps_at, plan->steps, sizeof(struct step), size)) return 0;
  if (!span_fits(plan->relocations_at, plan->relocations, sizeof(struct relocation), size)) return 0;
  if (!span_fits(plan->watches_at, plan->watches, sizeof(struct watch), size) || plan->watches > MAX_WATCHES) return 0;
  if (!span_fits(plan->readings_at, plan->readings, sizeof(struct reading), size)) return 0;
  if (!span_fits(plan->data_at, plan->data_size, 1, size)) return 0;
  for (u32 r = 0; r < ROLES; r++)
    if (!span_fits(plan->role[r].first, plan->role[r].count, 1, plan->steps)) return 0;
  for (u32 r = 0; r < 4; r++)
    if (plan->pid[r] >= SLOTS || plan->control[r] >= SLOTS || plan->child_control[r] >= SLOTS) return 0;
  return 1;
}

static struct run *load(i32 plan_fd, i32 *error) {
  struct plan head;
  long got = sys4(NR_pread64, plan_fd, &head, sizeof head, 0);
  *error = got < 0 ? (i32)-got : E_PROTO;
  if (got != sizeof head || head.size < sizeof head || head.size > MOST_PLAN) return 0;
  usize mapped = HEAD + ((head.size + 4095ul) & ~4095ul);
  long at = sys6(NR_mmap, 0, mapped, PROT_RW, MAP_PRIVATE_ANON, -1, 0);
  if (at < 0 && at > -4096) {
    *error = (i32)-at;
    return 0;
  }
  struct run *run = (struct run *)at;
  run->mapped = mapped;
  run->plan = (struct plan *)(at + HEAD);
  got = sys4(NR_pread64, plan_fd, run->plan, head.size, 0);
  if (got != head.size || !well_formed(run->plan, head.size)) {
    sys2(NR_munmap, at, mapped);
    return 0;
  }
  *error = 0;
  for (u32 i = 0; i < SLOTS; i++) run->slot[i] = run->parent_slot[i] = -1;
  for (u32 i = 0; i < 4; i++) run->status[i] = -1;
  run->failure_status = -1;
  struct relocation *relocation = (struct relocation *)((u8 *)run->plan + run->plan->relocations_at);
  for (u32 i = 0; i < run->plan->relocations; i++)
    if (relocation[i].at + 8ull <= run->plan->data_size)
      *(volatile u64 *)plan_data(run, relocation[i].at) = (u64)plan_data(run, relocation[i].to);
  return run;
}

static void close_passed(struct run *run) {
  for (i32 i = run->later; i < run->passed_count; i++) sys1(NR_close, run->passed[i]);
  run->passed_count = 0;
}

static void drop_control(struct run *run, u32 role) {
  if (!(run->registered & 1u << role)) return;
  run->registered &= (u8)~(1u << role);
  unwatch_descriptor(role ? (i32)run->slot[run->plan->control[role]] : run->listener);
}

static void report_failure(struct run *run) {
  struct event event = {EVENT_FAILED, run->cause, run->id, run->failure_status, 0, run->failure.error,
                        run->failure.role, run->failure.step};
  send_event(&event, 0, 0, 0, 0, 0, 0);
}

static void enter(struct run *run, enum state state, u32 role) {
  run->state = (u8)state;
  run->role = (u8)role;
  run->pc = run->retries = 0;
  run->waiting = 0;
  run->retry_at = 0;
}

static void stop_those(struct run *session, u32 cause);

/* From here on nothing of the run may live on, whatever it was at. */
static void begin_end(struct run *run) {
  if (run->state >= ENDING) return;
  if (!run->ended) run->ended = run->paused ? run->paused_at : now_nanos();
  for (u32 role = 0; role < 4; role++) drop_control(run, role); /* a dead child's end would wake us for ever */
  enter(run, ENDING, ROLE_END);
  make_busy(run);
  stop_those(run, CAUSE_SESSION);
  limits_schedule(run);
}

static void fail(struct run *run, u32 role, u32 step, i32 error) {
  if (!run->failed) {
    run->failed = 1;
    if (run->failure.code != WORD_FAILED) run->failure = (struct word){WORD_FAILED, step, error, role};
  }
  begin_end(run);
}

void stop(struct run *run, u32 cause) {
  if (run->state >= ENDING) return;
  if (!run->cause) run->cause = cause;
  if (run->state == LAUNCHING) fail(run, run->role, run->pc, E_TIMEDOUT);
  else begin_end(run);
}

/* Those inside a session, or all. Stopping one moves others about in the list: begin again each time. */
static void stop_those(struct run *session, u32 cause) {
  for (u32 i = 0; i < run_count; i++) {
    if (runs[i]->state >= ENDING || (session && runs[i]->parent != session)) continue;
    stop(runs[i], cause);
    i = ~0u;
  }
}

void stop_all(u32 cause) { stop_those(0, cause); }

void launch(u64 id, u64 session, u32 flags, i32 *fds, int count) {
  i32 error = E_PROTO;
  u32 later = flags >> REQUEST_LATER;
  struct run *run = count > 0 && count + later <= PASSED && run_count < MAX_RUNS ? load(fds[0], &error) : 0;
  struct run *parent = session ? find_run(session) : 0;
  if (!run || (session && (!parent || parent->state != RUNNING))) {
    if (run) sys2(NR_munmap, run, run->mapped);
    for (int i = 0; i < count; i++) sys1(NR_close, fds[i]);
    struct event event = {EVENT_FAILED, 0, id, -1, 0, run ? E_SRCH : error, ROLE_SHIM, ~0u};
    send_event(&event, 0, 0, 0, 0, 0, 0);
    return;
  }
  sys1(NR_close, fds[0]);
  run->id = id;
  run->unhurried = (flags & REQUEST_AHEAD) != 0;
  run->later = (u8)later;
  run->passed_count = count - 1 + (i32)later;
  for (u32 i = 0; i < later; i++) run->passed[i] = -1;
  for (int i = 1; i < count; i++) run->passed[later + i - 1] = fds[i];
  if (parent) {
    run->parent = parent;
    parent->children++;
    copy(run->parent_slot, parent->slot, sizeof parent->slot);
  }
  run->launched = now_nanos();
  run->list_at = run_count;
  inherited[run_count] = run->mapped;
  runs[run_count++] = run;
  make_busy(run);
  enter(run, LAUNCHING, ROLE_SHIM);
  limits_schedule(run);
}

/* What a launch made ahead waits for; it begins now. One that has failed meanwhile has told so. */
void go(struct run *run, i32 *fds, int count) {
  int takes = run && run->state == LAUNCHING && count == run->later;
  for (int i = 0; i < count; i++) {
    if (takes) run->passed[i] = fds[i];
    else sys1(NR_close, fds[i]);
  }
  if (!takes) return;
  run->later = 0;
  run->launched = now_nanos();
  run->unhurried = 0;
  if (run->ahead) run->waiting = run->ahead = 0;
  limits_schedule(run);
}

/* Its processes have said what they had to: their closed sockets would wake the shim for ever. */
int await_go(struct run *run) {
  run->ahead = run->later != 0;
  if (!run->ahead) return 1;
  for (u32 role = 0; role < 4; role++) drop_control(run, role);
  limits_schedule(run);
  return 0;
}

static void role_exited(struct run *run, u32 role, i32 status, struct usage *usage);

/* execve succeeded, or the session stands: the limits begin, the JVM learns of it. */
static void started(struct run *run) {
  run->executed = 1;
  run->started = now_nanos();
  run->state = RUNNING;
  make_quiet(run);
  close_passed(run);
  for (u32 role = 0; role < 4; role++) drop_control(run, role);
  if (sys3(NR_madvise, run, run->mapped, MADV_DONTFORK_) == 0) inherited[run->list_at] = 0;
  i32 fds[REPORTED];
  int count = 0;
  for (int i = 0; i < REPORTED; i++) {
    u32 slot = run->plan->reported[i];
    if (slot < SLOTS && run->slot[slot] >= 0) fds[count++] = (i32)run->slot[slot];
  }
  struct event event = {EVENT_STARTED, 0, run->id, (i64)(run->started - run->launched),
                        (i32)run->slot[run->plan->pid[ROLE_PROGRAM]], 0, 0, (u32)count};
  send_event(&event, 0, 0, run, 1, fds, count);
  for (int i = 0; i < REPORTED; i++) {
    u32 slot = run->plan->reported[i];
    if (slot >= SLOTS || run->slot[slot] < 0) continue;
    sys1(NR_close, run->slot[slot]);
    run->slot[slot] = -1;
    run->owned &= ~(1ull << slot);
  }
  limits_start(run);
  if (run->plan->role[ROLE_PROGRAM].count && run->exited & 1 << ROLE_PROGRAM)
    role_exited(run, ROLE_PROGRAM, run->status[ROLE_PROGRAM], &run->usage);
}

int report_end(struct run *run) {
  if (!jvm_listens()) return -E_AGAIN;
  if (!run->failed && !run->reported) {
    run->reported = 1;
    struct event event = {EVENT_ENDED, run->cause, run->id, run->status[ROLE_PROGRAM], 0, 0, 0, 0};
    struct ending ending = {wall_so_far(run), run->started - run->launched, (u32)run->status[ROLE_INIT], 0, run->usage};
    send_event(&event, &ending, sizeof ending, run, 0, 0, 0);
  }
  return 0;
}

static void ended(struct run *run) {
  report_end(run);
  run->unhurried = 1;
  enter(run, REMOVING, ROLE_TEARDOWN);
}

static void gone(struct run *run) {
  run->state = GONE;
  heap_remove(run);
  close_passed(run);
  for (u32 role = 0; role < 4; role++) drop_control(run, role);
  for (u32 i = 0; i < run->plan->watches; i++) {
    struct watch *watch = (struct watch *)((u8 *)run->plan + run->plan->watches_at) + i;
    if (watch->kind == WATCH_EVENT && watch->slot < SLOTS && run->slot[watch->slot] >= 0)
      unwatch_descriptor((i32)run->slot[watch->slot]);
  }
  for (u32 i = 0; i < SLOTS; i++)
    if (run->owned & 1ull << i && run->slot[i] >= 0) sys1(NR_close, run->slot[i]);
  if (run->parent) run->parent->children--;
  if (run->failed) report_failure(run);
  struct event event = {EVENT_GONE, 0, run->id, 0, 0, run->leftover.error, run->leftover.role, run->leftover.step};
  send_event(&event, 0, 0, 0, 0, 0, 0);
}

void free_gone(void) {
  for (u32 i = 0; i < busy;) {
    struct run *run = runs[i];
    if (run->state != GONE) {
      i++;
      continue;
    }
    make_quiet(run);
    swap(run->list_at, --run_count);
    sys2(NR_munmap, run, run->mapped);
  }
}

static void section_done(struct run *run) {
  if (run->state == LAUNCHING) started(run);
  else if (run->state == ENDING) {
    if (run->children) run->waiting = 1; /* its commands go first; the last one wakes it */
    else ended(run);
  } else if (run->state == REMOVING) gone(run);
}

void advance(struct run *run) {
  if (run->pc >= run->plan->role[run->role].count) {
    if (!jvm_listens()) {
      run->waiting = 1;
      run->retry_at = now_nanos() + 1000000;
      limits_schedule(run);
      return;
    }
    section_done(run);
    if (run->state == GONE && run->parent && run->parent->state == ENDING) run->parent->waiting = 0;
    return;
  }
  struct step *step = plan_step(run, run->role, run->pc);
  i32 error = 0;
  switch (execute(run, step, run->role, &error)) {
    case DONE:
      run->pc++;
      run->retries = 0;
      /* What a step has put into memory is taken at once: between the two nobody could stop the run, for
       * nothing would hold the process or the descriptor. */
      if (run->pc < run->plan->role[run->role].count && plan_step(run, run->role, run->pc)->number == OP_LOAD32)
        advance(run);
      break;
    case WAIT:
      run->waiting = 1;
      if (run->retry_at) limits_schedule(run);
      break;
    case LATER:
      if (run->retries++ < RETRIES) {
        run->waiting = 1;
        run->retry_at = now_nanos() + 1000000;
        limits_schedule(run);
        break;
      }
      error = step->expected_errno;
      __attribute__((fallthrough));
    case FAIL:
      if (run->state == LAUNCHING) {
        fail(run, run->role, run->pc, error);
      } else { /* an end goes on: the rest must go as well */
        if (run->leftover.code != WORD_FAILED) run->leftover = (struct word){WORD_FAILED, run->pc, error, run->role};
        run->pc++;
        run->retries = 0;
      }
  }
}

/* Steps that are few, quick and never wait. */
static int run_section(struct run *run, u32 role) {
  u32 pc = run->pc;
  i32 error = 0;
  struct span span = run->plan->role[role];
  if (!span.count) return E_NOSYS;
  for (run->pc = 0; run->pc < span.count; run->pc++)
    if (execute(run, plan_step(run, role, run->pc), role, &error) != DONE) break;
  int complete = run->pc >= span.count;
  run->pc = pc;
  return complete ? 0 : error ? error : E_PROTO;
}

int pause_run(struct run *run) {
  if (run->state != RUNNING) return E_SRCH;
  if (run->paused) return 0;
  int error = run_section(run, ROLE_PAUSE);
  if (error) return error;
  run->paused = 1;
  run->paused_at = now_nanos();
  limits_schedule(run);
  return 0;
}

int resume_run(struct run *run) {
  if (run->state != RUNNING) return E_SRCH;
  if (!run->paused) return 0;
  int error = run_section(run, ROLE_RESUME);
  if (error) return error;
  u64 pause = now_nanos() - run->paused_at;
  run->paused = 0;
  run->paused_for += pause;
  for (u32 i = 0; i < run->plan->watches; i++) {
    run->watch[i].changed += pause;
    if (run->watch[i].next != NEVER) run->watch[i].next += pause;
  }
  limits_schedule(run);
  return 0;
}

/* A program can end before the shim has heard its pid from the process that cloned it. */
static struct { i32 pid, status; u64 at; struct usage usage; } early[64];
static u32 early_at;

void claim_early_exit(struct run *run, u32 role) {
  i64 pid = run->slot[run->plan->pid[role]];
  for (u32 i = 0; i < 64; i++) {
    if (pid <= 0 || early[i].pid != pid || early[i].at < run->launched) continue; /* else the pid's last owner */
    early[i].pid = 0;
    role_exited(run, role, early[i].status, &early[i].usage);
  }
}

static void role_exited(struct run *run, u32 role, i32 status, struct usage *usage) {
  run->exited |= (u8)(1u << role);
  run->status[role] = status;
  run->waiting = 0;
  if (role == ROLE_PROGRAM && usage != &run->usage) copy(&run->usage, usage, sizeof *usage);
  if (run->state == RUNNING) {
    if (role == ROLE_INIT && !(run->exited & 1 << ROLE_PROGRAM) && !run->cause) run->cause = CAUSE_INIT_DIED;
    if (role == ROLE_PROGRAM && run->plan->flags & PLAN_AWAIT_DESCENDANTS && run->slot[run->plan->pid[ROLE_INIT]] > 0 &&
        !(run->exited & 1 << ROLE_INIT)) {
      sys2(NR_kill, run->slot[run->plan->pid[ROLE_INIT]], SIG_USR1);
    } else if (role == ROLE_PROGRAM || role == ROLE_INIT) {
      begin_end(run);
    }
  } else if (run->state == LAUNCHING && (role == ROLE_INIT || (role == ROLE_ENTRY && status))) {
    struct word word; /* its own last word says more than its status */
    i32 none;
    if (run->slot[run->plan->control[role]] < 0 ||
        receive_word((int)run->slot[run->plan->control[role]], &word, &none, 0) < 0 || word.code != WORD_FAILED)
      word = (struct word){WORD_FAILED, ~0u, 0, role};
    run->failure = word;
    run->failure_status = status;
    fail(run, word.role, word.step, word.error);
  }
}

void child_exited(i32 pid, i32 status, struct usage *usage) {
  for (u32 i = 0; i < run_count; i++) {
    struct run *run = runs[i];
    if (run->state == GONE) continue;
    if (run->aside == pid) {
      run->aside = -1;
      run->waiting = 0;
      return;
    }
    for (u32 role = ROLE_INIT; role <= ROLE_PROGRAM; role++) {
      if (run->slot[run->plan->pid[role]] != pid || run->exited & 1u << role) continue;
      role_exited(run, role, status, usage);
      return;
    }
  }
  early[early_at].pid = pid;
  early[early_at].status = status;
  early[early_at].at = now_nanos();
  copy(&early[early_at].usage, usage, sizeof *usage);
  early_at = (early_at + 1) % 64;
}

/* The first plan: the shim prepares itself (session, subreaper, limits, filter). */
void boot(i32 plan) {
  struct event event = {EVENT_HELLO, 0, 0, PROTOCOL_VERSION, 0, 0, 0, 0};
  i32 error = 0;
  struct run *run = load(plan, &error);
  sys1(NR_close, plan);
  if (run) {
    for (run->pc = 0; run->pc < run->plan->role[ROLE_SHIM].count && !error; run->pc++) {
      i32 failure = 0;
      event.step = run->pc;
      if (execute(run, plan_step(run, ROLE_SHIM, run->pc), ROLE_SHIM, &failure) != DONE)
        event.error = failure ? failure : E_PROTO;
      if (event.error) break;
    }
    sys2(NR_munmap, run, run->mapped);
  } else {
    event.error = error;
  }
  send_event(&event, 0, 0, 0, 0, 0, 0);
  if (event.error) sys1(NR_exit_group, 1);
}
