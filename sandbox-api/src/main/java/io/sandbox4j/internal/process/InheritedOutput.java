/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Epoll;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Transfers;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** The JVM's standard output or error. */
final class InheritedOutput extends OutputStream {
  /** PIPE_BUF: what a pipe that is ready takes without waiting. */
  private static final int PIECE = 4096;

  private final HostStream target;

  InheritedOutput(EventLoop loop, int number) {
    this.target = new HostStream(loop, number, Epoll.OUT);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int done = 0;
    while (done < length) {
      if (!target.await()) {
        throw new IOException("the run is over");
      }
      long size =
          Transfers.write(target.number(), bytes, offset + done, Math.min(length - done, PIECE));
      if (size >= 0) {
        done += (int) size;
      } else if (size != -Errno.EINTR && size != -Errno.EAGAIN) {
        throw new IOException("cannot write: " + Errno.name((int) -size));
      }
    }
  }

  @Override
  public void close() {
    target.close();
  }
}
