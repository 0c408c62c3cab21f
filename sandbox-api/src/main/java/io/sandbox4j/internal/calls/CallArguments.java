/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.calls;

import io.sandbox4j.internal.calls.ArgumentKind.Plain;
import io.sandbox4j.internal.calls.ArgumentKind.Structure;
import io.sandbox4j.internal.calls.ArgumentKind.Values;
import io.sandbox4j.internal.linux.Arch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of system calls in words. Immutable and safe for use by any thread; the tables are
 * read at the first {@link #of} for their architecture.
 */
public final class CallArguments {
  private static final int REGISTERS = 6;

  /** Of an argument list, how many strings are shown, and how much of each. */
  private static final int MOST_STRINGS = 8;

  private static final int MOST_OF_STRING = 64;

  private final ParameterTable table;

  private CallArguments(Arch arch) {
    table = ParameterTable.of(arch);
  }

  private static final class X8664 {
    static final CallArguments ALL = new CallArguments(Arch.X86_64);
  }

  private static final class Aarch64 {
    static final CallArguments ALL = new CallArguments(Arch.AARCH64);
  }

  /**
   * {@return those of an architecture}
   *
   * @param arch the architecture
   */
  public static CallArguments of(Arch arch) {
    return switch (arch) {
      case X86_64 -> X8664.ALL;
      case AARCH64 -> Aarch64.ALL;
    };
  }

  /** The table, for tests. */
  ParameterTable table() {
    return table;
  }

  /**
   * The arguments of a call, one text each: flags by name, text that pointers lead to in quotation
   * marks, addresses of sockets. A call that nobody knows has six numbers. What cannot be read is
   * shown as the pointer it is.
   *
   * @param call the call's name
   * @param arguments its six raw arguments
   * @param memory of its caller
   * @return the texts, each of a few hundred characters at most
   */
  public List<String> text(String call, long[] arguments, CallerMemory memory) {
    List<Parameter> parameters = table.parameters(call);
    if (parameters == null) {
      return Arrays.stream(arguments).limit(REGISTERS).mapToObj(Texts::hex).toList();
    }
    List<String> texts = new ArrayList<>(parameters.size());
    for (int i = 0; i < parameters.size(); i++) {
      String text = one(parameters.get(i).kind(), i, arguments, texts, memory);
      if (text != null) {
        texts.add(text);
        List<Parameter> others = table.parameters(call + "/" + text);
        parameters = others == null ? parameters : others;
      }
    }
    return List.copyOf(texts);
  }

  /**
   * One argument in words, as far as the registers alone tell.
   *
   * @param call the call's name
   * @param index which argument
   * @param arguments its six raw arguments
   * @return the text
   */
  public String text(String call, int index, long[] arguments) {
    List<String> all = text(call, arguments, CallerMemory.NONE);
    return index < all.size() ? all.get(index) : Texts.hex(arguments[index]);
  }

  /** The argument's text, or null when it does not count. */
  private @Nullable String one(
      ArgumentKind kind, int index, long[] arguments, List<String> before, CallerMemory memory) {
    long raw = arguments[index];
    return switch (kind) {
      case Values(ValueSet set, boolean wide) -> set.text(raw, wide);
      case Structure structure -> structure(structure, raw, memory);
      case Plain.PATH, Plain.STRING -> string(raw, memory, Texts.MOST);
      case Plain.ARGV -> strings(raw, memory);
      case Plain.SOCKADDR -> SocketAddress.text(raw, (int) arguments[index + 1], memory, table);
      case Plain.IOCTL -> request((int) raw);
      case Plain.CREATE_MODE -> creates(before.getLast()) ? mode(raw) : null;
      case Plain plain -> number(plain, raw);
    };
  }

  private static boolean creates(String flags) {
    return flags.contains("O_CREAT") || flags.contains("O_TMPFILE");
  }

  private String number(Plain kind, long raw) {
    return switch (kind) {
      case INT -> Integer.toString((int) raw);
      case UINT -> Integer.toUnsignedString((int) raw);
      case LONG -> Long.toString(raw);
      case SIZE -> Long.toUnsignedString(raw);
      case HEX32 -> Texts.hex(raw & 0xffff_ffffL);
      case ADDRESS -> Texts.address(raw);
      case FD -> (int) raw == -100 ? "AT_FDCWD" : Integer.toString((int) raw);
      case MODE -> mode(raw);
      case LIMIT -> raw == -1 ? "RLIM_INFINITY" : Long.toUnsignedString(raw);
      case HEX, CREATE_MODE, PATH, STRING, ARGV, SOCKADDR, IOCTL -> Texts.hex(raw);
    };
  }

  private String mode(long raw) {
    int mode = (int) raw;
    String octal = "0" + Integer.toOctalString(mode & ~0170000);
    return (mode & 0170000) == 0
        ? octal
        : table.values("file-type").text(mode & 0170000, false) + "|" + octal;
  }

  /** By name, else in the parts of {@code asm-generic/ioctl.h}. */
  private String request(int request) {
    String name = table.values("ioctl").text(request, false);
    if (!name.startsWith("0x") && !Character.isDigit(name.charAt(0)) && name.charAt(0) != '-') {
      return name;
    }
    String direction =
        List.of("_IOC_NONE", "_IOC_WRITE", "_IOC_READ", "_IOC_READ|_IOC_WRITE").get(request >>> 30);
    return "_IOC(%s, 0x%x, 0x%x, %d)"
        .formatted(direction, (request >>> 8) & 0xff, request & 0xff, (request >>> 16) & 0x3fff);
  }

  private static String string(long address, CallerMemory memory, int most) {
    if (address == 0) {
      return "NULL";
    }
    byte[] bytes = memory.read(address, most + 1);
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    if (end < bytes.length) {
      return Texts.quoted(Arrays.copyOf(bytes, end), false);
    }
    // Without its end: it is longer than we read, or leaves memory and so is no text.
    return bytes.length > most
        ? Texts.quoted(Arrays.copyOf(bytes, most), true)
        : Texts.address(address);
  }

  private static String strings(long address, CallerMemory memory) {
    byte[] pointers = address == 0 ? new byte[0] : memory.read(address, (MOST_STRINGS + 1) * 8);
    if (pointers.length < 8) {
      return Texts.address(address);
    }
    List<String> all = new ArrayList<>();
    for (int at = 0; at + 8 <= pointers.length; at += 8) {
      long pointer = Structures.word(pointers, at, 8);
      if (pointer == 0) {
        break;
      }
      all.add(all.size() == MOST_STRINGS ? "..." : string(pointer, memory, MOST_OF_STRING));
    }
    return "[" + String.join(", ", all) + "]";
  }

  private String structure(Structure structure, long address, CallerMemory memory) {
    byte[] bytes = address == 0 ? new byte[0] : memory.read(address, structure.bytes());
    if (bytes.length < structure.bytes()) {
      return Texts.address(address);
    }
    List<String> shown = new ArrayList<>();
    for (var field : structure.fields()) {
      long value = Structures.word(bytes, field.offset(), field.width());
      if (value != 0 || shown.isEmpty()) {
        String text =
            switch (field.kind()) {
              case Values(ValueSet set, boolean wide) -> set.text(value, wide);
              case Plain plain -> number(plain, value);
              case Structure _ -> throw new IllegalStateException("a structure in another");
            };
        shown.add(field.name() + "=" + text);
      }
    }
    return "{" + String.join(", ", shown) + "}";
  }
}
