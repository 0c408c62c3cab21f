/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Reads a filter from standard input, has libseccomp make it, writes its BPF to standard output:
 *   default ACTION | optimize N | rule ACTION CALL COUNT [INDEX OP A B]...
 * The library is loaded by name: no headers of it are needed. */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct comparison {
  unsigned int argument;
  int op;
  uint64_t a, b;
};

static void fail(const char *what, long error) {
  fprintf(stderr, "%s: %ld\n", what, error);
  exit(2);
}

static void *symbol(void *library, const char *name) {
  void *found = dlsym(library, name);
  if (!found) fail(name, 0);
  return found;
}

int main(void) {
  void *library = dlopen("libseccomp.so.2", RTLD_NOW);
  if (!library) {
    fprintf(stderr, "%s\n", dlerror());
    return 3;
  }
  void *(*init)(uint32_t) = symbol(library, "seccomp_init");
  int (*resolve)(const char *) = symbol(library, "seccomp_syscall_resolve_name");
  int (*add)(void *, uint32_t, int, unsigned int, const struct comparison *) =
      symbol(library, "seccomp_rule_add_array");
  int (*set)(void *, int, uint32_t) = symbol(library, "seccomp_attr_set");
  int (*export_bpf)(void *, int) = symbol(library, "seccomp_export_bpf");
  char line[1024], call[64];
  unsigned int action, number;
  void *filter = NULL;
  while (fgets(line, sizeof line, stdin)) {
    int used = 0;
    if (sscanf(line, "default %u", &action) == 1) {
      filter = init(action);
      if (!filter) fail("seccomp_init", action);
    } else if (sscanf(line, "optimize %u", &number) == 1) {
      int error = set(filter, 8 /* SCMP_FLTATR_CTL_OPTIMIZE */, number);
      if (error) fail("seccomp_attr_set", error);
    } else if (sscanf(line, "rule %u %63s %u%n", &action, call, &number, &used) == 3) {
      struct comparison all[6];
      const char *rest = line + used;
      for (unsigned int i = 0; i < number && i < 6; i++) {
        if (sscanf(rest, "%u %d %lu %lu%n", &all[i].argument, &all[i].op, &all[i].a, &all[i].b,
                   &used) != 4)
          fail(line, i);
        rest += used;
      }
      int resolved = resolve(call);
      if (resolved == -1) continue; /* newer than the library */
      int error = add(filter, action, resolved, number, all);
      if (error) fail(line, error);
    } else {
      fail(line, 0);
    }
  }
  int error = export_bpf(filter, 1);
  if (error) fail("seccomp_export_bpf", error);
  return 0;
}
