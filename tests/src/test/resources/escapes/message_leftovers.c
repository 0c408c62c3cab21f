/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* System V and POSIX objects outlive their maker: one run leaves them, another finds them. */
#include "attack.h"
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

int main(int argc, char **argv) {
  (void)argc;
  int leave = !strcmp(argv[1], "leave"), flags = leave ? IPC_CREAT | 0666 : 0;
  key_t key = 0x5a4b0001;
  mqd_t queue = leave ? mq_open("/sandbox4j-escape", O_RDWR | O_CREAT, 0666, (void *)0) : mq_open("/sandbox4j-escape", O_RDONLY);
  int shared = open("/dev/shm/sandbox4j-escape", leave ? O_RDWR | O_CREAT : O_RDONLY, 0666);
  int segment = shmget(key, 4096, flags), messages = msgget(key, flags), semaphores = semget(key, 1, flags);
  int made = (queue >= 0) + (shared >= 0) + (segment >= 0) + (messages >= 0) + (semaphores >= 0);
  if (!leave && made) { /* tidy up where it works */
    mq_unlink("/sandbox4j-escape");
    unlink("/dev/shm/sandbox4j-escape");
    shmctl(segment, IPC_RMID, 0);
    msgctl(messages, IPC_RMID, 0);
    semctl(semaphores, 0, IPC_RMID);
  }
  return made ? won("%s %d objects", leave ? "left" : "found", made) : shut("none");
}
