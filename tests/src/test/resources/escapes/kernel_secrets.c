/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Files that tell about the host's kernel, its memory, its hardware and what others do on it. */
#include "attack.h"
#include <dirent.h>

static int tells(const char *path) {
  char bytes[256];
  int file = open(path, O_RDONLY | O_NONBLOCK);
  if (file < 0) return 0;
  DIR *directory = fdopendir(file);
  if (directory) {
    int entries = 0;
    for (struct dirent *entry; (entry = readdir(directory));) entries += entry->d_name[0] != '.';
    closedir(directory);
    return entries;
  }
  ssize_t size = read(file, bytes, sizeof bytes);
  close(file);
  return size > 0;
}

int main(void) {
  static const char *const SECRETS[] = {
      "/proc/kcore", "/proc/kallsyms", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug",
      "/sys/kernel/debug/sched/debug", "/proc/keys", "/proc/key-users", "/proc/latency_stats", "/proc/acpi",
      "/proc/scsi", "/proc/asound", "/proc/interrupts", "/proc/kmsg", "/proc/kpageflags", "/proc/kpagecount",
      "/proc/kpagecgroup", "/proc/slabinfo", "/proc/vmallocinfo", "/proc/pagetypeinfo", "/sys/firmware",
      "/sys/devices/virtual/powercap", "/sys/kernel/security", "/proc/1/environ", "/proc/1/maps", "/dev/mem",
      "/dev/kmsg", "/dev/port", "/etc/shadow", "/root", "/home", "/var", "/run", "/boot", "/sys"};
  char read[2048] = {0};
  for (unsigned i = 0; i < sizeof SECRETS / sizeof *SECRETS; i++)
    if (tells(SECRETS[i])) strcat(strcat(read, " "), SECRETS[i]);
  return read[0] ? won("can be read:%s", read) : shut("none of %zu can be read", sizeof SECRETS / sizeof *SECRETS);
}
