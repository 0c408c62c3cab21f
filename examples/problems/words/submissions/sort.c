// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
  char *word;
  int count;
};

static int by_word(const void *a, const void *b) {
  return strcmp(((const struct entry *)a)->word, ((const struct entry *)b)->word);
}

static int by_count(const void *a, const void *b) {
  int more = ((const struct entry *)b)->count - ((const struct entry *)a)->count;
  return more ? more : by_word(a, b);
}

int main(void) {
  static char text[1 << 20];
  static struct entry entries[1 << 19];
  size_t length = fread(text, 1, sizeof text - 1, stdin), n = 0, distinct = 0;
  for (size_t i = 0; i < length; i++) text[i] = isalpha(text[i]) ? tolower(text[i]) : 0;
  for (size_t i = 0; i < length; i++) {
    if (text[i] && (i == 0 || !text[i - 1])) entries[n++] = (struct entry){&text[i], 1};
  }
  qsort(entries, n, sizeof *entries, by_word);
  for (size_t i = 0; i < n; i++) {
    if (distinct && !strcmp(entries[distinct - 1].word, entries[i].word)) {
      entries[distinct - 1].count++;
    } else {
      entries[distinct++] = entries[i];
    }
  }
  qsort(entries, distinct, sizeof *entries, by_count);
  for (size_t i = 0; i < distinct; i++) printf("%s %d\n", entries[i].word, entries[i].count);
}
