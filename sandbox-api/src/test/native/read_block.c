/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* Reads a plan's block with the shim's own header and says what it found, for a test to compare. */
#include "plan.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>

static const char *const KINDS[] = {"value", "data", "slot", "passed", "parent"};

int main(int count, char **arguments) {
  static _Alignas(16) u8 block[1 << 20];
  FILE *file = fopen(arguments[count - 1], "rb");
  usize size = fread(block, 1, sizeof block, file);
  struct plan *plan = (struct plan *)block;
  u8 *data = block + plan->data_at;
  printf("block %.4s version %u whole %d steps %u flags %u setup %llu\n", (char *)&plan->magic, plan->version,
         plan->size == size && plan->magic == PLAN_MAGIC, plan->steps, plan->flags, plan->setup_limit);
  for (int r = 0; r < ROLES; r++)
    printf("role %d: %u+%u%s", r, plan->role[r].first, plan->role[r].count, r < ROLES - 1 ? ", " : "\n");
  printf("channels");
  for (int r = 0; r < 4; r++)
    printf(" %u %u %u%s", plan->control[r], plan->child_control[r], plan->pid[r], r < 3 ? "," : "\n");
  printf("reported %u %u\n", plan->reported[0], plan->reported[1]);
  struct step *steps = (struct step *)(block + plan->steps_at);
  for (u32 i = 0; i < plan->steps; i++) {
    struct step *s = &steps[i];
    const char *name = s->number == SYS_prctl ? "prctl" : s->number == OP_STORE64 ? "store64" : "?";
    printf("step %s flags %u slot %u exact %lld expected %u jump %u other %u times %u\n ", name, s->flags, s->slot,
           s->exact, s->expected_errno, s->jump, s->other_errno, s->times);
    for (int k = 0; k < 6; k++) {
      i64 value = (i64)s->operand[k];
      if (i == 0 && k == 1) value -= (i64)steps[1].operand[0] - 16; /* offsets within the chunk */
      if (i == 1 && k == 0) value = 16;
      printf(" %s %lld%s", KINDS[s->kind[k]], value, k < 5 ? "," : "\n");
    }
  }
  u8 *pointing = data + steps[1].operand[0] - 16;
  struct relocation *relocation = (struct relocation *)(block + plan->relocations_at);
  if (plan->relocations == 1)
    printf("pointing: %ld is the address of \"%.6s\", 16 is %llx\n", (long)(data + relocation->at - pointing),
           data + relocation->to, *(u64 *)(pointing + 16));
  struct watch *watch = (struct watch *)(block + plan->watches_at);
  if (plan->watches == 1)
    printf("watch kind %u cause %u limit %llu slot %u key \"%s\" unit %u parallel %u\n", watch->kind, watch->cause,
           watch->limit, watch->slot, data + watch->key, watch->unit, watch->parallel);
  struct reading *reading = (struct reading *)(block + plan->readings_at);
  if (plan->readings == 1)
    printf("reading slot %u name \"%s\" limit %u flags %u\n", reading->slot, data + reading->name, reading->limit,
           reading->flags);
  return 0;
}
