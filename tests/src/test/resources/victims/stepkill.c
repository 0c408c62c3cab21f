/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* stepkill SHIM PROCESS STEP VICTIM [JVM [LATE]]: follows a shim and all that it clones, and kills the victim
 * when a process is about to make its system call number STEP, counted from 0. PROCESS 0 is the shim,
 * 1 the first that is cloned after this began, and so on. What the shim's event loop does between the
 * steps of its plans is not counted, so that a number means the same step each time. VICTIM: self (that
 * process), shim, first (process 1), jvm, both (jvm and shim). STEP "promise" is the call by which a
 * process asks to die with its parent. Process LATE is born, but makes its first call only half a second
 * after the shim's death, for which its birth is waited for.
 * Says "ready", then "hit PROCESS STEP CALL". On SIGTERM: how many calls each process made. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST = 64, OPTIONS = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                            PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC };

static struct { pid_t pid; int calls; } process[MOST];
static int processes;
static volatile sig_atomic_t over;

static void end(int signal) { over = signal; }

static int number_of(pid_t pid) {
  for (int i = 0; i < processes; i++) {
    if (process[i].pid == pid) {
      return i;
    }
  }
  if (processes < MOST) {
    process[processes].pid = pid;
    return processes++;
  }
  return -1;
}

/* Waiting, and reading the clock and the JVM's messages, depends on the moment. */
static int is_step(int number, long call) {
  if (number > 0) {
    return 1;
  }
  switch (call) {
    case SYS_epoll_pwait: case SYS_ppoll: case SYS_timerfd_settime: case SYS_wait4: case SYS_recvmsg:
    case SYS_read: case SYS_clock_gettime: return 0;
    default: return 1;
  }
}

/* Its first stop is the one at its birth. It goes on when the kill is history. */
static void release_late(pid_t late) {
  kill(late, SIGSTOP); /* outlives the detaching at the end of this process */
  if (fork() == 0) {
    close(1);
    close(2);
    usleep(500000);
    kill(late, SIGCONT);
    _exit(0);
  }
}

static void kill_victim(const char *victim, int at, pid_t jvm) {
  int both = !strcmp(victim, "both");
  if (!strcmp(victim, "self")) kill(process[at].pid, SIGKILL);
  if (!strcmp(victim, "first") && processes > 1) kill(process[1].pid, SIGKILL);
  if (jvm && (both || !strcmp(victim, "jvm"))) kill(jvm, SIGKILL);
  if (both || !strcmp(victim, "shim")) kill(process[0].pid, SIGKILL);
}

int main(int argc, char **argv) {
  if (argc < 5) {
    return 125;
  }
  pid_t shim = atoi(argv[1]), jvm = argc > 5 ? atoi(argv[5]) : 0;
  int target = atoi(argv[2]), promise = !strcmp(argv[3], "promise"), step = atoi(argv[3]), status;
  int late = argc > 6 ? atoi(argv[6]) : -1, at_step = 0;
  pid_t held = 0;
  long call = 0;
  struct sigaction action = {.sa_handler = end};
  sigaction(SIGTERM, &action, 0);
  number_of(shim);
  if (ptrace(PTRACE_SEIZE, shim, 0, OPTIONS) || ptrace(PTRACE_INTERRUPT, shim, 0, 0)) {
    printf("refused %s\n", strerror(errno));
    return 4;
  }
  int ready = 0;
  while (!over) {
    pid_t pid = waitpid(-1, &status, __WALL);
    if (pid < 0) {
      if (errno == EINTR) continue;
      break;
    }
    if (!WIFSTOPPED(status)) {
      continue;
    }
    int signal = WSTOPSIG(status), event = status >> 16, number = number_of(pid);
    if (number >= 0 && number == late) {
      held = pid;
      if (!at_step) continue;
    }
    if (event == PTRACE_EVENT_EXEC) { /* the program: no step any more */
      ptrace(PTRACE_DETACH, pid, 0, 0);
      continue;
    }
    if (signal == (SIGTRAP | 0x80) && number != late) {
      struct __ptrace_syscall_info info;
      memset(&info, 0, sizeof info);
      ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info);
      if (info.op == PTRACE_SYSCALL_INFO_ENTRY && number >= 0 && is_step(number, info.entry.nr)) {
        if (number == target && (promise ? info.entry.nr == SYS_prctl && info.entry.args[0] == PR_SET_PDEATHSIG
                                         : process[number].calls == step)) {
          at_step = 1;
          call = (long)info.entry.nr;
          step = process[number].calls;
        }
        process[number].calls++;
      }
      signal = 0;
      if (at_step && number == target && late >= 0 && !held) continue;
    } else if (event) {
      signal = 0; /* a clone, or the stop that SEIZE begins with */
    }
    if (at_step && (late < 0 || held)) {
      kill_victim(argv[4], target, jvm);
      if (held) {
        while (waitpid(shim, &status, __WALL) == shim && WIFSTOPPED(status)) continue;
        release_late(held);
      }
      printf("hit %d %d %ld\n", target, step, call);
      fflush(stdout);
      return 0; /* lets all others go on */
    }
    ptrace(PTRACE_SYSCALL, pid, 0, signal);
    if (!ready && pid == shim) {
      ready = 1;
      printf("ready\n");
      fflush(stdout);
    }
  }
  printf("calls");
  for (int i = 0; i < processes; i++) {
    printf(" %d", process[i].calls);
  }
  printf("\n");
  return 3;
}
