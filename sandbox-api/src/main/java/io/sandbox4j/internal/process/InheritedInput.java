/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Epoll;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Transfers;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The JVM's standard input; it is at its end when the run is over. */
final class InheritedInput extends InputStream {
  private final HostStream stdin;

  InheritedInput(EventLoop loop) {
    this.stdin = new HostStream(loop, 0, Epoll.IN);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    while (stdin.await()) {
      long size = Transfers.read(stdin.number(), into, offset, length);
      if (size >= 0) {
        return size == 0 && length > 0 ? -1 : (int) size;
      }
      if (size != -Errno.EINTR && size != -Errno.EAGAIN) {
        throw new IOException("cannot read standard input: " + Errno.name((int) -size));
      }
    }
    return -1;
  }

  @Override
  public void close() {
    stdin.close();
  }
}
