/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.nio.file.Path;
import java.util.List;

/**
 * One private file system and one set of namespaces in which several commands run, in turn or
 * together. A server that an earlier command left running is reached over loopback. Each command
 * has usage, limits and kill of its own.
 *
 * @implSpec Thread-safe.
 */
public interface Session extends AutoCloseable {

  /**
   * Runs a command and waits.
   *
   * @param command what to run; no binds
   * @return the result
   * @throws InterruptedException if the thread is interrupted; the command is killed
   */
  SandboxResult run(Command command) throws InterruptedException;

  /**
   * Starts a command.
   *
   * @param command what to run; no binds
   * @return the process, after execve succeeded
   * @throws InterruptedException if the thread is interrupted during the launch, which is undone
   */
  SandboxProcess start(Command command) throws InterruptedException;

  /**
   * Puts a file in.
   *
   * @param path where; relative paths start from {@code /work}
   * @param source its content
   * @throws InterruptedException if the thread is interrupted; the file may be there in part
   */
  void copyIn(String path, Source source) throws InterruptedException;

  /**
   * Takes files out: regular files only, no links are followed.
   *
   * @param pattern a path, or a glob in the last component; relative paths start from {@code /work}
   * @param target a directory of the host, made if missing
   * @param max how much all files together may have
   * @return the files written; what is no regular file or cannot be read is left out
   * @throws SandboxException if the files have more than {@code max}; those before are written
   * @throws IllegalArgumentException if the directory is neither on the private file system nor in
   *     a writable bind
   * @throws java.io.UncheckedIOException if the target cannot be written
   */
  List<Path> copyOut(String pattern, Path target, Size max);

  /** Kills every command and removes the private file system. */
  @Override
  void close();
}
