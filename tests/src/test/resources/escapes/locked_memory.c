/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Memory that the host cannot take back: locked, or in huge pages from a pool that no limit of memory
 * counts. */
#include "attack.h"

int main(void) {
  if (syscall(SYS_memfd_create, "huge", 4 /* MFD_HUGETLB */) >= 0) return won("memfd of huge pages");
  void *huge = mmap(0, 2 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
  if (huge != MAP_FAILED) return won("mapping of huge pages");
  char *much = mmap(0, 8 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mlock(much, 8 << 20) == 0) return won("8 MiB are locked");
  return judge("mlockall", mlockall(MCL_CURRENT | MCL_FUTURE));
}
