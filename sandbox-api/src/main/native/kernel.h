/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* The kernel as the shim sees it: raw calls, and the few numbers, structures and constants it uses
 * for itself. What a plan asks for comes as numbers inside the plan. */
#ifndef SANDBOX4J_KERNEL_H
#define SANDBOX4J_KERNEL_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int i32;
typedef long long i64;
typedef unsigned long usize;

#if defined(__x86_64__)
enum { O_DIRECTORY_ = 0200000 };
enum {
  NR_read = 0, NR_close = 3, NR_mmap = 9, NR_munmap = 11, NR_pread64 = 17, NR_madvise = 28,
  NR_sendmsg = 46, NR_recvmsg = 47, NR_wait4 = 61, NR_kill = 62, NR_fcntl = 72,
  NR_epoll_ctl = 233, NR_exit_group = 231, NR_openat = 257, NR_epoll_pwait = 281,
  NR_timerfd_settime = 286, NR_signalfd4 = 289, NR_epoll_create1 = 291, NR_dup3 = 292,
  NR_timerfd_create = 283, NR_clock_gettime = 228, NR_rt_sigtimedwait = 128,
  NR_rt_sigprocmask = 14, NR_pidfd_send_signal = 424, NR_clone3 = 435, NR_close_range = 436,
  NR_write = 1, NR_ppoll = 271, NR_setns = 308, NR_fchdir = 81, NR_chroot = 161, NR_geteuid = 107, NR_setresuid = 117,
  NR_setfsuid = 122, NR_ioctl = 16, NR_prctl = 157, NR_lseek = 8, NR_getdents64 = 217, NR_statx = 332, NR_prlimit64 = 302
};
static inline long sys(long n, long a, long b, long c, long d, long e, long f) {
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
enum { O_DIRECTORY_ = 040000 };
enum {
  NR_read = 63, NR_close = 57, NR_mmap = 222, NR_munmap = 215, NR_pread64 = 67, NR_madvise = 233,
  NR_sendmsg = 211, NR_recvmsg = 212, NR_wait4 = 260, NR_kill = 129, NR_fcntl = 25,
  NR_epoll_ctl = 21, NR_exit_group = 94, NR_openat = 56, NR_epoll_pwait = 22,
  NR_timerfd_settime = 86, NR_signalfd4 = 74, NR_epoll_create1 = 20, NR_dup3 = 24,
  NR_timerfd_create = 85, NR_clock_gettime = 113, NR_rt_sigtimedwait = 137,
  NR_rt_sigprocmask = 135, NR_pidfd_send_signal = 424, NR_clone3 = 435, NR_close_range = 436,
  NR_write = 64, NR_ppoll = 73, NR_setns = 268, NR_fchdir = 50, NR_chroot = 51, NR_geteuid = 175, NR_setresuid = 147,
  NR_setfsuid = 151, NR_ioctl = 29, NR_prctl = 167, NR_lseek = 62, NR_getdents64 = 61, NR_statx = 291, NR_prlimit64 = 261
};
static inline long sys(long n, long a, long b, long c, long d, long e, long f) {
  register long x8 __asm__("x8") = n;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc #0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory");
  return x0;
}
#else
#error "the shim knows x86-64 and aarch64"
#endif

#define sys0(n) sys((n), 0, 0, 0, 0, 0, 0)
#define sys1(n, a) sys((n), (long)(a), 0, 0, 0, 0, 0)
#define sys2(n, a, b) sys((n), (long)(a), (long)(b), 0, 0, 0, 0)
#define sys3(n, a, b, c) sys((n), (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define sys4(n, a, b, c, d) sys((n), (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define sys5(n, a, b, c, d, e) sys((n), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)
#define sys6(n, a, b, c, d, e, f) \
  sys((n), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

enum { /* asm-generic/errno-base.h, errno.h */
  E_PERM = 1, E_NOENT = 2, E_SRCH = 3, E_INTR = 4, E_AGAIN = 11, E_NOMEM = 12, E_EXIST = 17,
  E_INVAL = 22, E_CHILD = 10, E_PROTO = 71, E_MFILE = 24, E_TIMEDOUT = 110, E_NOSYS = 38
};
enum { SIG_KILL = 9, SIG_USR1 = 10, SIG_CHLD = 17 };
enum { AT_FDCWD_ = -100 };
enum { O_RDONLY_ = 0, O_CLOEXEC_ = 02000000, O_PATH_ = 010000000 };
enum { CLONE_NEWNS_ = 0x20000, CLONE_NEWCGROUP_ = 0x2000000, CLONE_NEWUTS_ = 0x4000000,
       CLONE_NEWIPC_ = 0x8000000, CLONE_NEWPID_ = 0x20000000, CLONE_NEWNET_ = 0x40000000 };
enum { RLIMIT_NOFILE_ = 7 };
enum { F_DUPFD_CLOEXEC_ = 1030, PR_SET_PDEATHSIG_ = 1 };
enum { WNOHANG_ = 1, WALL_ = 0x40000000 };
enum { CLOCK_MONOTONIC_ = 1, TFD_NONBLOCK_ = 04000, TFD_CLOEXEC_ = 02000000, TFD_ABSTIME_ = 1 };
enum { EPOLL_ADD = 1, EPOLL_DEL = 2, EPOLL_IN = 1, EPOLL_PRI = 2, EPOLL_HUP = 16, EPOLL_ERR = 8 };
enum { MSG_NOSIGNAL_ = 0x4000, MSG_DONTWAIT_ = 0x40, MSG_CMSG_CLOEXEC_ = 0x40000000,
       MSG_CTRUNC_ = 8, SOL_SOCKET_ = 1, SCM_RIGHTS_ = 1 };
enum { PROT_RW = 3, MAP_PRIVATE_ANON = 0x22, MADV_DONTFORK_ = 10, MADV_DOFORK_ = 11 };

struct timespec64 { i64 sec, nsec; };
struct itimerspec64 { struct timespec64 interval, value; };
struct iov { void *base; usize size; };
struct msg { void *name; u32 name_size; u32 pad; struct iov *iov; usize iovs;
             void *control; usize control_size; int flags; int pad2; };
struct cmsg { usize size; int level, type; i32 fds[]; };
#if defined(__x86_64__)
struct __attribute__((packed)) epoll_item { u32 events; u64 data; };
#else
struct epoll_item { u32 events; u64 data; };
#endif
enum { NOTIF_RECV_ = (i32)0xc0502100, NOTIF_SEND_ = (i32)0xc0182101, NOTIF_CONTINUE_ = 1 }; /* linux/seccomp.h */
struct notification { u64 id; u32 pid, flags; i32 number; u32 arch; u64 rest[29]; }; /* with room for what is added */
struct answer { u64 id; i64 value; i32 error; u32 flags; };
enum { POLLIN_ = 1, POLLOUT_ = 4 };
struct usage { u64 field[18]; }; /* struct rusage on LP64: 144 bytes */
struct signal_info { i32 number, error, code, pad; i32 pid; i32 rest[27]; }; /* siginfo_t: 128 bytes */

static inline u64 now_nanos(void) {
  struct timespec64 t;
  sys2(NR_clock_gettime, CLOCK_MONOTONIC_, &t);
  return (u64)t.sec * 1000000000ull + (u64)t.nsec;
}

static inline void zero(void *at, usize size) {
  u8 *to = at;
  for (usize i = 0; i < size; i++) ((volatile u8 *)to)[i] = 0;
}

static inline void copy(void *at, const void *from, usize size) {
  u8 *to = at;
  const u8 *source = from;
  for (usize i = 0; i < size; i++) ((volatile u8 *)to)[i] = source[i];
}
#endif
