/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import io.sandbox4j.internal.calls.Texts;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which file a process has mapped at an address, from {@code /proc/PID/maps}. The paths are the
 * process's own choice: {@code fs/proc/task_mmu.c:show_map_vma()} escapes nothing in them but
 * newlines, and puts " (deleted)" behind those that are gone. Only the fields before them are taken
 * apart.
 */
public final class MappedFiles {
  private static final int BUFFER = 32 * 1024;

  /** Of one list: some five thousand mappings. */
  private static final int MOST = 512 * 1024;

  /** The fields before the path, with an address of 16 digits each, and the longest path. */
  private static final int MOST_OF_LINE = 160 + 4 * GuestMemory.PATH_MAX;

  private static final int MOST_OF_PATH = 512;

  private MappedFiles() {}

  /**
   * A mapping.
   *
   * @param path the file's; empty if there is none at the address, or too much came before it
   * @param offset of the address, in the file
   * @param bytesRead how much of the list was read
   */
  public record Found(String path, long offset, long bytesRead) {}

  /**
   * Looks for the mapping of an address. Whether the process is still the same, the caller must ask
   * after.
   *
   * @param pid the process or one of its threads
   * @param address the address
   * @param most how many bytes of the list may be read; never more than 512 KiB are
   * @return what is there
   */
  public static Found of(int pid, long address, long most) {
    try (InputStream list = new FileInputStream("/proc/" + pid + "/maps")) {
      return in(list, address, Math.min(most, MOST));
    } catch (IOException gone) {
      return new Found("", 0, 0);
    }
  }

  /** The same in a list that somebody else opened. */
  static Found in(InputStream list, long address, long most) throws IOException {
    byte[] buffer = new byte[BUFFER];
    byte[] line = new byte[MOST_OF_LINE];
    int length = 0;
    long total = 0;
    while (total < most) {
      int count = list.read(buffer, 0, (int) Math.min(buffer.length, most - total));
      if (count < 0) {
        break;
      }
      total += count;
      for (int i = 0; i < count; i++) {
        if (buffer[i] != '\n') {
          if (length < line.length) {
            line[length++] = buffer[i];
          }
          continue;
        }
        Found found = at(line, length, address, total);
        if (found != null) {
          return found;
        }
        length = 0;
      }
    }
    return new Found("", 0, total);
  }

  /** {@code begin-end rwxp offset major:minor inode path}, or null if it is not there. */
  private static @Nullable Found at(byte[] line, int length, long address, long total) {
    var fields = new Fields(line, length);
    long begin = fields.number(16, '-');
    long end = fields.number(16, ' ');
    if (Long.compareUnsigned(address, begin) < 0 || Long.compareUnsigned(address, end) >= 0) {
      return null;
    }
    fields.skip(' ');
    long offset = fields.number(16, ' ');
    fields.skip(' ');
    fields.skip(' ');
    int path = fields.blanks();
    return path < length && line[path] == '/'
        ? new Found(text(line, path, length), address - begin + offset, total)
        : new Found("", 0, total);
  }

  private static String text(byte[] line, int from, int to) {
    String text = Texts.plain(Arrays.copyOfRange(line, from, to));
    return text.length() > MOST_OF_PATH ? text.substring(0, MOST_OF_PATH - 3) + "..." : text;
  }

  /** The fields of a line from left to right. */
  private static final class Fields {
    private final byte[] line;
    private final int length;
    private int at;

    Fields(byte[] line, int length) {
      this.line = line;
      this.length = length;
    }

    long number(int radix, char behind) {
      long value = 0;
      for (; at < length && line[at] != behind; at++) {
        value = value * radix + Character.digit(line[at], radix);
      }
      at++;
      return value;
    }

    void skip(char behind) {
      while (at < length && line[at] != behind) {
        at++;
      }
      at++;
    }

    int blanks() {
      while (at < length && line[at] == ' ') {
        at++;
      }
      return at;
    }
  }
}
