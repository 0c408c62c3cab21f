/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.SyscallTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CallArgumentsTest {
  private static final long AT = 0x1000;
  private final CallArguments calls = CallArguments.of(Arch.X86_64);

  /** A caller whose memory is these bytes from {@link #AT} on, and nothing else. */
  private static CallerMemory memory(byte... bytes) {
    return (address, most) -> {
      long from = address - AT;
      return from < 0 || from >= bytes.length
          ? new byte[0]
          : Arrays.copyOfRange(bytes, (int) from, (int) Math.min(bytes.length, from + most));
    };
  }

  private static CallerMemory text(String text) {
    return memory(text.getBytes(UTF_8));
  }

  private String shown(String call, CallerMemory memory, long... arguments) {
    return String.join(", ", calls.text(call, Arrays.copyOf(arguments, 6), memory));
  }

  private String shown(String call, long... arguments) {
    return shown(call, CallerMemory.NONE, arguments);
  }

  @Nested
  class Tables {
    /** Without function, or with arguments that no kernel of today reads. */
    private static final Set<String> NOT_THERE =
        Set.of(
            "_sysctl",
            "afs_syscall",
            "create_module",
            "epoll_ctl_old",
            "epoll_wait_old",
            "get_kernel_syms",
            "get_thread_area",
            "getpmsg",
            "lookup_dcookie",
            "nfsservctl",
            "putpmsg",
            "query_module",
            "security",
            "set_thread_area",
            "tuxcall",
            "vserver");

    @ParameterizedTest
    @EnumSource
    void have_every_call_that_does_something(Arch arch) {
      Set<String> missing = new TreeSet<>(SyscallTable.of(arch).names());
      missing.removeAll(CallArguments.of(arch).table().calls());
      missing.removeAll(NOT_THERE);
      assertEquals(Set.of(), missing);
    }

    @Test
    void have_no_call_that_no_kernel_has() {
      Set<String> known = new TreeSet<>(SyscallTable.of(Arch.X86_64).names());
      known.addAll(SyscallTable.of(Arch.AARCH64).names());
      List<String> strange =
          calls.table().calls().stream().filter(c -> !known.contains(c.split("/", 2)[0])).toList();
      assertEquals(List.of(), strange);
    }

    /** A line for a value that no set has would never be used. */
    @Test
    void choose_by_values_that_there_are() {
      List<String> unused = new ArrayList<>();
      for (String call : calls.table().calls()) {
        int slash = call.indexOf('/');
        if (slash >= 0 && !isShown(call.substring(0, slash), call.substring(slash + 1))) {
          unused.add(call);
        }
      }
      assertEquals(List.of(), unused);
    }

    private boolean isShown(String call, String value) {
      var parameters = calls.table().parameters(call);
      return parameters != null
          && parameters.stream()
              .anyMatch(p ->
                  p.kind() instanceof ArgumentKind.Values(ValueSet set, _)
                      && set.names().stream().anyMatch(named -> named.name().equals(value)));
    }

    @ParameterizedTest
    @EnumSource
    void read_no_field_behind_its_structure(Arch arch) {
      int seen = 0;
      ParameterTable table = CallArguments.of(arch).table();
      for (String call : table.calls()) {
        for (var parameter : table.parameters(call)) {
          if (parameter.kind() instanceof ArgumentKind.Structure structure) {
            for (var field : structure.fields()) {
              assertTrue(field.offset() + field.width() <= structure.bytes(), field::toString);
              seen++;
            }
          }
        }
      }
      assertTrue(seen > 30, "only " + seen + " fields");
    }
  }

  @Nested
  class Numbers {
    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        value = {
          "socket; 17 524291 768; AF_PACKET, SOCK_RAW|SOCK_CLOEXEC, 0x300",
          "socket; 2 1 0; AF_INET, SOCK_STREAM, IPPROTO_IP",
          "socket; 16 3 12; AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER",
          "socket; 4294967298 1 6; AF_INET, SOCK_STREAM, IPPROTO_TCP",
          "socket; 99 0 0; 99, 0, 0",
          "ptrace; 16 1 0 0; PTRACE_ATTACH, 1, 0x0, 0x0",
          "clone; 17 0 0 0 0; SIGCHLD, NULL, NULL, NULL, NULL",
          "clone; 268435473 0 0 0 0; CLONE_NEWUSER|SIGCHLD, NULL, NULL, NULL, NULL",
          "unshare; 268435584; CLONE_NEWTIME|CLONE_NEWUSER",
          "mprotect; 4096 8192 7; 0x1000, 8192, PROT_READ|PROT_WRITE|PROT_EXEC",
          "mprotect; 4096 8192 0; 0x1000, 8192, PROT_NONE",
          "mmap; 0 4096 3 34 -1 0; NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0x0",
          "ioctl; 0 21522 4096; 0, TIOCSTI, 0x1000",
          "ioctl; 3 3222841857 0; 3, _IOC(_IOC_READ|_IOC_WRITE, 0xaa, 0x1, 24), 0x0",
          "fcntl; 3 4 2048; 3, F_SETFL, O_RDONLY|O_NONBLOCK",
          "fcntl; 3 1; 3, F_GETFD",
          "prctl; 38 1 0 0 0; PR_SET_NO_NEW_PRIVS, 1",
          "prctl; 24 21; PR_CAPBSET_DROP, CAP_SYS_ADMIN",
          "prctl; 999999 1 2 3 4; 0xf423f, 0x1, 0x2, 0x3, 0x4",
          "kill; -1 9; -1, SIGKILL",
          "chmod; 0 2541; NULL, 04755",
          "mknodat; -100 0 8630 259; AT_FDCWD, NULL, S_IFCHR|0666, 0x103",
          "openat; -100 0 577 420; AT_FDCWD, NULL, O_WRONLY|O_CREAT|O_TRUNC, 0644",
          "openat; -100 0 524288 420; AT_FDCWD, NULL, O_RDONLY|O_CLOEXEC",
          "openat; -100 0 4259841 384; AT_FDCWD, NULL, O_WRONLY|O_TMPFILE, 0600",
          "seccomp; 1 8 4096; SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, 0x1000",
          "setsockopt; 3 1 50 4096 4; 3, SOL_SOCKET, SO_ATTACH_BPF, 0x1000, 4",
          "keyctl; 0 -3 0; KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0",
          "futex; 4096 129 1; 0x1000, FUTEX_WAKE|FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0",
          "prlimit64; 1 0 0 0; 1, RLIMIT_CPU, NULL, NULL",
          "sync; 1 2 3; ''",
        })
    void are_named(String call, String arguments, String expected) {
      long[] raw = Arrays.stream(arguments.split(" ", -1)).mapToLong(Long::parseLong).toArray();
      assertEquals(expected, shown(call, raw));
    }

    @Test
    void of_calls_that_nobody_knows_are_six() {
      assertEquals("0x1, 0xffffffffffffffff, 0x0, 0x0, 0x0, 0x6", shown("333", 1, -1, 0, 0, 0, 6));
    }

    @Test
    void differ_by_architecture() {
      long[] arguments = {-100, 0, 0x4000, 0, 0, 0};
      var arm = CallArguments.of(Arch.AARCH64);
      assertEquals("O_RDONLY|O_DIRECT", calls.text("openat", 2, arguments));
      assertEquals("O_RDONLY|O_DIRECTORY", arm.text("openat", 2, arguments));
    }
  }

  @Nested
  class Memory {
    @Test
    void holds_paths() {
      assertEquals("\"/etc/shadow\", O_RDONLY", shown("open", text("/etc/shadow\0rest"), AT, 0));
    }

    @Test
    void that_cannot_be_read_is_a_pointer() {
      assertEquals("0x1000, O_RDONLY", shown("open", AT, 0));
      assertEquals("0x1000, O_RDONLY", shown("open", text("no end"), AT, 0));
      assertEquals("NULL, O_RDONLY", shown("open", text("x\0"), 0, 0));
      assertEquals("3, 0x1001, 16", shown("connect", memory(new byte[10]), 3, AT + 1, 16));
      assertEquals("0x1000, 64", shown("clone3", memory(new byte[10]), AT, 64));
      assertEquals("\"x\", 0x1ffc, NULL", shown("execve", text("x\0"), AT, 0x1ffc, 0));
    }

    @Test
    void is_shown_to_a_bound() {
      assertEquals(
          '"' + "x".repeat(Texts.MOST) + "\"..., O_RDONLY",
          shown("open", text("x".repeat(5000) + "\0"), AT, 0));
    }

    /** A report must not steer the terminal that shows it, nor look like another one. */
    @Test
    void does_not_leave_its_quotation_marks() {
      byte[] hostile = "a\"\\\n\u001b[2J\u202e\u00e9\u2028\0".getBytes(UTF_8);
      assertEquals(
          "\"a\\\"\\\\\\n\\x1b[2J\\u{202e}\u00e9\\u{2028}\", 0755",
          shown("mkdir", memory(hostile), AT, 0755));
      assertEquals(
          "\"\\xff\\xc3x\\xe2\\x82\", 0755",
          shown(
              "mkdir",
              memory((byte) 0xff, (byte) 0xc3, (byte) 'x', (byte) 0xe2, (byte) 0x82, (byte) 0),
              AT,
              0755));
    }

    @Test
    void holds_argument_lists() {
      ByteBuffer bytes = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(AT + 24).putLong(AT + 27).putLong(0).put("sh\0-c\0".getBytes(UTF_8));
      assertEquals(
          "\"sh\", [\"sh\", \"-c\"], NULL", shown("execve", memory(bytes.array()), AT + 24, AT, 0));
    }

    @Test
    void holds_lists_without_end() {
      byte[] endless = new byte[4096];
      ByteBuffer.wrap(endless).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
      for (int at = 0; at < 4000; at += 8) {
        ByteBuffer.wrap(endless).order(ByteOrder.LITTLE_ENDIAN).putLong(at, AT + 4090);
      }
      assertEquals(
          "NULL, [" + "\"\", ".repeat(8) + "...], NULL",
          shown("execve", memory(endless), 0, AT, 0));
    }

    @Test
    void holds_structures() {
      ByteBuffer clone = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
      clone.putLong(0x1000_0000L | 0x2_0000_0000L).position(32).putLong(17);
      assertEquals(
          "{flags=CLONE_NEWUSER|CLONE_INTO_CGROUP, exit_signal=SIGCHLD}, 64",
          shown("clone3", memory(clone.array()), AT, 64));
      ByteBuffer limit = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      limit.putLong(5).putLong(-1);
      assertEquals(
          "1, RLIMIT_CPU, {current=5, most=RLIM_INFINITY}, NULL",
          shown("prlimit64", memory(limit.array()), 1, 0, AT, 0));
    }
  }

  @Nested
  class Addresses_of_sockets {
    private String connect(int length, Object... parts) {
      ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
      for (Object part : parts) {
        switch (part) {
          case Short family -> bytes.putShort(family);
          case Integer word -> bytes.putInt(word);
          case byte[] raw -> bytes.put(raw);
          case String text -> bytes.put(text.getBytes(UTF_8));
          default -> throw new IllegalArgumentException(part.toString());
        }
      }
      return calls
          .text("connect", new long[] {3, AT, length, 0, 0, 0}, memory(bytes.array()))
          .get(1);
    }

    @Test
    void of_the_internet() {
      assertEquals(
          "{AF_INET, 10.0.0.1:8080}",
          connect(16, (short) 2, new byte[] {0x1f, (byte) 0x90, 10, 0, 0, 1}));
      byte[] local = new byte[16];
      local[15] = 1;
      assertEquals(
          "{AF_INET6, [0:0:0:0:0:0:0:1]:80}",
          connect(28, (short) 10, new byte[] {0, 80, 0, 0, 0, 0}, local));
    }

    @Test
    void of_one_machine() {
      assertEquals("{AF_UNIX, \"/run/bus\"}", connect(11, (short) 1, "/run/bus\0"));
      assertEquals("{AF_UNIX, \"/run/bus\"}", connect(10, (short) 1, "/run/bus"));
      assertEquals("{AF_UNIX, @\"a\\x00b\"}", connect(6, (short) 1, "\0a\0b"));
      assertEquals("{AF_UNIX}", connect(2, (short) 1));
    }

    @Test
    void of_the_kernel() {
      assertEquals("{AF_NETLINK, port 7, groups 0x1}", connect(12, (short) 16, (short) 0, 7, 1));
      assertEquals(
          "{AF_ALG, \"hash\", \"sha1\"}",
          connect(88, (short) 38, "hash", new byte[10], 0, 0, "sha1"));
      assertEquals("{AF_VSOCK, context 2, port 99}", connect(16, (short) 40, (short) 0, 99, 2));
      assertEquals(
          "{AF_PACKET, protocol 0x3, interface 2}", connect(20, (short) 17, new byte[] {0, 3}, 2));
    }

    @Test
    void that_are_too_short_or_of_no_known_family_are_only_counted() {
      assertEquals("{AF_INET, 4 bytes}", connect(4, (short) 2));
      assertEquals("{AF_TIPC, 16 bytes}", connect(16, (short) 30));
      assertEquals(
          "{4660, 128 bytes}".replace("4660", "0x1234"),
          connect(Integer.MAX_VALUE, (short) 0x1234));
      assertEquals("0x1000", connect(-5, (short) 2));
    }
  }
}
