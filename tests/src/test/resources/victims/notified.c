/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* notified MODE [ARG]: makes calls that a handler answers. */
/*   open PATH: by openat; prints what it reads there, or the errno */
/*   stat PATH: prints st_size of what newfstatat wrote, or the errno */
/*   sum COUNT: getpriority(1, i) COUNT times; prints the sum */
/*   racing COUNT: opens /good while another thread writes /evil over it; prints how often which */
/*   signals RESTART: getpriority(1, 7), whose handler sends SIGALRM; prints result, errno, ticks */
/*   nested: the signal's handler makes a handled call of its own; prints both results */
/*   reused: is interrupted without restart, then asks for another path by the same pointer */
/*   threads COUNT: so many call getpriority(1, i) at once; prints the sum */
/*   killed COUNT: children call getpriority(1, 9) and are killed meanwhile, then it calls itself */
/*   unmapped: openat with pointers that lead nowhere; prints the errnos */
/*   exec PATH: executes it */
/*   exact: execve whose sixth argument is 0 and others; prints the errnos */
/*   loop: calls getpriority(1, 1) for ever */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static long ask(long which) { return syscall(SYS_getpriority, 1L, which, 0L, 0L, 0L, 0L); }

static int opened(const char *path) { return syscall(SYS_openat, (long)AT_FDCWD, path, (long)O_RDONLY, 0L, 0L, 0L); }

static void print_file(int fd) {
  char text[256];
  long size = fd < 0 ? 0 : read(fd, text, sizeof text);
  if (fd < 0) printf("errno %d\n", errno);
  else printf("%.*s\n", (int)size, text);
}

static char shared_path[16] = "/good";
static atomic_int done;

static void *spoil(void *unused) {
  while (!done) {
    memcpy(shared_path, "/evil", 6);
    __asm__ volatile("" ::: "memory"); /* both are written */
    memcpy(shared_path, "/good", 6);
    __asm__ volatile("" ::: "memory");
  }
  return unused;
}

static void racing(int count) {
  pthread_t other;
  int good = 0, evil = 0, refused = 0;
  pthread_create(&other, 0, spoil, 0);
  for (int i = 0; i < count; i++) {
    char text[8] = "";
    int fd = opened(shared_path);
    if (fd < 0) { refused++; continue; }
    read(fd, text, sizeof text - 1);
    close(fd);
    if (!strcmp(text, "good")) good++; else evil++;
  }
  done = 1;
  pthread_join(other, 0);
  printf("good+refused %d evil %d\n", good + refused, evil);
}

static volatile int ticks;
static volatile long inner = -1;
static int nested;

static void tick(int unused) {
  (void)unused;
  int saved = errno;
  ticks++;
  if (nested && inner < 0) inner = ask(42);
  errno = saved;
}

static void on_alarm(int restart) {
  struct sigaction action = {.sa_handler = tick, .sa_flags = restart ? SA_RESTART : 0};
  sigaction(SIGALRM, &action, 0);
}

static void *thread(void *index) { return (void *)ask((long)index); }

static void threads(int count) {
  pthread_t *all = calloc(count, sizeof *all);
  pthread_attr_t small;
  long sum = 0;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 32 * 1024);
  for (long i = 0; i < count; i++)
    if (pthread_create(&all[i], &small, thread, (void *)i)) { printf("no thread\n"); exit(1); }
  for (int i = 0; i < count; i++) {
    void *value;
    pthread_join(all[i], &value);
    sum += (long)value;
  }
  printf("%ld\n", sum);
}

static void killed(int count) {
  for (int i = 0; i < count; i++) {
    pid_t child = fork();
    if (child == 0) { ask(9); _exit(0); }
    usleep(1000 * (i % 5));
    kill(child, SIGKILL);
    waitpid(child, 0, 0);
  }
  printf("%ld\n", ask(8));
}

int main(int argc, char **argv) {
  char *mode = argv[1], *arg = argc > 2 ? argv[2] : "";
  long number = strtol(arg, 0, 0);
  setvbuf(stdout, 0, _IONBF, 0);
  if (!strcmp(mode, "open")) print_file(opened(arg));
  else if (!strcmp(mode, "stat")) {
    struct stat s = {0};
    long r = syscall(SYS_newfstatat, AT_FDCWD, arg, &s, 0);
    printf("%ld\n", r < 0 ? -(long)errno : (long)s.st_size);
  } else if (!strcmp(mode, "sum")) {
    long sum = 0;
    for (long i = 0; i < number; i++) sum += ask(i);
    printf("%ld\n", sum);
  } else if (!strcmp(mode, "racing")) racing(number);
  else if (!strcmp(mode, "signals")) {
    on_alarm(number);
    errno = 0;
    long r = ask(7);
    int e = errno;
    printf("%ld errno %d ticks %s\n", r, e, ticks ? "some" : "none");
  } else if (!strcmp(mode, "nested")) {
    nested = 1;
    on_alarm(1);
    long r = ask(7);
    while (inner < 0) usleep(1000);
    printf("%ld %ld\n", r, inner);
  } else if (!strcmp(mode, "reused")) {
    char path[16] = "/first";
    on_alarm(0);
    int fd = opened(path);
    if (fd < 0 && errno == EINTR) {
      usleep(300000); /* the supervisor's handler is done by then, mostly */
      strcpy(path, "/second");
      fd = opened(path);
    }
    print_file(fd);
  } else if (!strcmp(mode, "threads")) threads(number);
  else if (!strcmp(mode, "killed")) killed(number);
  else if (!strcmp(mode, "unmapped")) {
    char *page = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(page + 4096, 4096);
    memset(page, 'x', 4096);
    int a = opened((char *)16) < 0 ? errno : 0;
    int b = opened(page + 4090) < 0 ? errno : 0;
    char *longest = malloc(9000);
    memset(longest, 'y', 9000);
    int c = opened(longest) < 0 ? errno : 0;
    printf("%d %d %d\n", a, b, c);
  } else if (!strcmp(mode, "exec")) {
    execl(arg, arg, (char *)0);
    printf("errno %d\n", errno);
  } else if (!strcmp(mode, "exact")) {
    char *none[] = {0};
    for (long sixth = -1; sixth < 3; sixth++) {
      syscall(SYS_execve, "/bin/true", none, none, 0L, 0L, sixth);
      printf("%d ", errno);
    }
    printf("\n");
  } else if (!strcmp(mode, "loop")) {
    for (;;) ask(1);
  }
  return 0;
}
