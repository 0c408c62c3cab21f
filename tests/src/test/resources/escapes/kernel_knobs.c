/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Files through which root of the host makes the kernel run programs, crash or load code. They are only
 * opened for writing. */
#include "attack.h"

int main(void) {
  static const char *const KNOBS[] = {
      "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sys/kernel/hotplug",
      "/proc/sys/kernel/poweroff_cmd", "/proc/sys/kernel/usermodehelper/bset", "/proc/sys/kernel/panic",
      "/proc/sys/vm/panic_on_oom", "/proc/sys/fs/binfmt_misc/register", "/proc/sysrq-trigger",
      "/proc/sys/fs/protected_hardlinks", "/proc/sys/user/max_user_namespaces", "/proc/sys/net/ipv4/ip_forward",
      "/sys/kernel/uevent_helper", "/sys/kernel/mm/transparent_hugepage/enabled", "/proc/irq/default_smp_affinity",
      "/proc/mtrr", "/proc/bus/pci", "/proc/fs/nfsd", "/proc/1/oom_score_adj", "/dev/mem", "/dev/kmsg",
      "/dev/cpu/0/msr"};
  char opened[2048] = {0};
  for (unsigned i = 0; i < sizeof KNOBS / sizeof *KNOBS; i++)
    if (open(KNOBS[i], O_WRONLY) >= 0) strcat(strcat(opened, " "), KNOBS[i]);
  return opened[0] ? won("can be written:%s", opened) : shut("none of %zu can be written", sizeof KNOBS / sizeof *KNOBS);
}
