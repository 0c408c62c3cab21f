/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

/** Resource limits that the layer sets, with the numbers of {@code asm-generic/resource.h}. */
enum Rlimit {
  CPU(0, "Max cpu time"),
  FSIZE(1, "Max file size"),
  DATA(2, "Max data size"),
  STACK(3, "Max stack size"),
  CORE(4, "Max core file size"),
  NPROC(6, "Max processes"),
  NOFILE(7, "Max open files"),
  MEMLOCK(8, "Max locked memory"),
  SIGPENDING(11, "Max pending signals"),
  NICE(13, "Max nice priority"),
  RTPRIO(14, "Max realtime priority");

  private final int number;
  private final String shown;

  Rlimit(int number, String shown) {
    this.number = number;
    this.shown = shown;
  }

  int number() {
    return number;
  }

  /** Its line in {@code /proc/<pid>/limits}. */
  String shown() {
    return shown;
  }
}
