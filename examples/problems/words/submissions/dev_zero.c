// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Makes the compiler read without end.
#include "/dev/zero"

int main(void) {}
