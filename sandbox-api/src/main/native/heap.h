/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SANDBOX4J_HEAP_H
#define SANDBOX4J_HEAP_H
#include "run.h"

enum { MAX_RUNS = 16384 };

struct run *heap_first(void);
void heap_set(struct run *run, u64 due);
void heap_remove(struct run *run);
#endif
