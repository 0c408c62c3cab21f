/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.calls;

import static io.sandbox4j.internal.calls.Structures.bigWord;
import static io.sandbox4j.internal.calls.Structures.word;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** {@code struct sockaddr} of a program in words. */
final class SocketAddress {
  /** {@code struct sockaddr_storage}: no kernel takes more. */
  private static final int MOST = 128;

  private static final int UNIX = 1;
  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int NETLINK = 16;
  private static final int PACKET = 17;
  private static final int ALG = 38;
  private static final int VSOCK = 40;

  private SocketAddress() {}

  /** The address of so many bytes at a place of the caller's memory, or that place. */
  static String text(long address, int length, CallerMemory memory, ParameterTable table) {
    if (address == 0 || length < 2) {
      return Texts.address(address);
    }
    byte[] bytes = memory.read(address, Math.min(length, MOST));
    if (bytes.length < Math.min(length, MOST)) {
      return Texts.address(address);
    }
    int family = (int) word(bytes, 0, 2);
    String name = table.values("family").text(family, false);
    return "{" + name + rest(family, bytes) + "}";
  }

  private static String rest(int family, byte[] bytes) {
    int least =
        switch (family) {
          case UNIX -> 2;
          case INET, VSOCK -> 16;
          case INET6 -> 24;
          case NETLINK -> 12;
          case PACKET -> 12;
          case ALG -> 88;
          default -> Integer.MAX_VALUE;
        };
    if (bytes.length < least) {
      return ", " + bytes.length + " bytes";
    }
    return switch (family) {
      case UNIX ->
          bytes.length == 2 ? "" : ", " + local(Arrays.copyOfRange(bytes, 2, bytes.length));
      case INET -> ", " + host(bytes, 4, 4) + ":" + bigWord(bytes, 2, 2);
      case INET6 -> ", [" + host(bytes, 8, 16) + "]:" + bigWord(bytes, 2, 2);
      case NETLINK -> ", port " + word(bytes, 4, 4) + ", groups " + Texts.hex(word(bytes, 8, 4));
      case PACKET ->
          ", protocol "
              + Texts.hex(bigWord(bytes, 2, 2))
              + ", interface "
              + (int) word(bytes, 4, 4);
      case ALG -> ", " + text(bytes, 2, 14) + ", " + text(bytes, 24, 64);
      default ->
          ", context "
              + Integer.toUnsignedString((int) word(bytes, 8, 4))
              + ", port "
              + Integer.toUnsignedString((int) word(bytes, 4, 4));
    };
  }

  /** A path up to its NUL, or all bytes of an abstract name, which begins with one. */
  private static String local(byte[] path) {
    return path[0] == 0
        ? "@" + Texts.quoted(Arrays.copyOfRange(path, 1, path.length), false)
        : text(path, 0, path.length);
  }

  private static String text(byte[] bytes, int from, int most) {
    int end = from;
    while (end < from + most && bytes[end] != 0) {
      end++;
    }
    return Texts.quoted(Arrays.copyOfRange(bytes, from, end), false);
  }

  private static String host(byte[] bytes, int from, int length) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + length))
          .getHostAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("an address of " + length + " bytes", impossible);
    }
  }
}
