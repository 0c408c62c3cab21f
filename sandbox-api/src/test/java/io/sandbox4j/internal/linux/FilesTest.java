/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.generated.Uapi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
  private static final long INSIDE =
      Uapi.RESOLVE_IN_ROOT | Uapi.RESOLVE_NO_MAGICLINKS | Uapi.RESOLVE_NO_SYMLINKS;

  private final Files files = Files.host();

  @TempDir Path folder;

  private Descriptor root;

  @BeforeEach
  void open() {
    root =
        Descriptor.of(
            "openat", files.openat(Uapi.AT_FDCWD, folder.toString(), OpenFlags.O_DIRECTORY, 0));
  }

  @AfterEach
  void close() {
    root.close();
  }

  private Descriptor make(String name) {
    int flags = Uapi.O_RDWR | Uapi.O_CREAT | Uapi.O_EXCL;
    return Descriptor.of("openat", files.openat(root.number(), name, flags, 0600));
  }

  @Nested
  class Opening_below_a_root {
    @Test
    void finds_what_is_there() throws IOException {
      java.nio.file.Files.writeString(folder.resolve("file"), "x");
      try (Descriptor file = opened("file")) {
        assertEquals(1, FileStatus.of(Kernel.host(), file).size());
      }
    }

    @Test
    void takes_the_root_for_the_top() throws IOException {
      java.nio.file.Files.writeString(folder.resolve("file"), "x");
      try (Descriptor file = opened("/../../file")) {
        assertEquals(1, FileStatus.of(Kernel.host(), file).size());
      }
    }

    @Test
    void follows_no_link() throws IOException {
      java.nio.file.Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
      assertEquals(-Errno.ELOOP, files.openat2(root.number(), "link", 0, 0, INSIDE));
    }

    private Descriptor opened(String path) {
      return Descriptor.of("openat2", files.openat2(root.number(), path, 0, 0, INSIDE));
    }
  }

  @Nested
  class A_status {
    @Test
    void tells_kind_permissions_and_size() {
      try (Descriptor file = make("file")) {
        assertEquals(0, files.fchmod(file.number(), 0640));
        assertEquals(0, files.ftruncate(file.number(), 5_000_000_000L));
        FileStatus status = FileStatus.of(Kernel.host(), file);
        assertTrue(status.isRegular());
        assertEquals(Uapi.S_IFREG | 0640, status.mode());
        assertEquals(5_000_000_000L, status.size());
        assertEquals(0, status.blocks());
      }
    }

    @Test
    void of_a_link_is_the_links_own_when_asked() throws IOException {
      java.nio.file.Files.createSymbolicLink(folder.resolve("link"), Path.of("."));
      FileStatus own =
          FileStatus.at(Kernel.host(), root.number(), "link", Uapi.AT_SYMLINK_NOFOLLOW);
      assertTrue(own.isLink());
      assertTrue(FileStatus.at(Kernel.host(), root.number(), "link", 0).isDirectory());
      assertEquals(".", files.readlinkat(root.number(), "link"));
    }

    @Test
    void of_nothing_is_an_error() {
      LinuxException failure =
          assertThrows(
              LinuxException.class, () -> FileStatus.at(Kernel.host(), root.number(), "none", 0));
      assertEquals("statx failed: ENOENT", failure.getMessage());
    }
  }

  @Nested
  class A_listing {
    @Test
    void has_every_name_and_kind() throws IOException {
      assertEquals(0, files.mkdirat(root.number(), "directory", 0700));
      java.nio.file.Files.createSymbolicLink(folder.resolve("link"), Path.of("none"));
      make("übung").close();
      Set<DirectoryListing.Entry> expected =
          Set.of(
              new DirectoryListing.Entry("directory", Uapi.S_IFDIR),
              new DirectoryListing.Entry("link", Uapi.S_IFLNK),
              new DirectoryListing.Entry("übung", Uapi.S_IFREG));
      assertEquals(expected, Set.copyOf(DirectoryListing.of(Kernel.host(), root, 3)));
    }

    @Test
    void longer_than_one_buffer_is_whole() {
      for (int i = 0; i < 1_200; i++) make("a-name-of-some-length-" + i).close();
      List<DirectoryListing.Entry> entries = DirectoryListing.of(Kernel.host(), root, 1_200);
      assertEquals(
          1_200,
          entries.stream().map(DirectoryListing.Entry::name).collect(Collectors.toSet()).size());
    }

    @Test
    void longer_than_allowed_is_an_error() {
      make("one").close();
      make("two").close();
      LinuxException failure =
          assertThrows(LinuxException.class, () -> DirectoryListing.of(Kernel.host(), root, 1));
      assertEquals(Errno.EOVERFLOW, failure.errno());
    }
  }

  @Nested
  class Removing {
    @Test
    void tells_files_from_directories() {
      assertEquals(0, files.mkdirat(root.number(), "directory", 0700));
      assertEquals(-Errno.EISDIR, files.unlinkat(root.number(), "directory", 0));
      assertEquals(0, files.unlinkat(root.number(), "directory", Uapi.AT_REMOVEDIR));
      assertEquals(-Errno.ENOENT, files.unlinkat(root.number(), "directory", 0));
    }
  }

  @Nested
  class A_lock {
    @Test
    void keeps_other_open_files_of_the_same_process_out_of_its_range() {
      try (Descriptor first = make("lock");
          Descriptor second = again("lock")) {
        assertTrue(OwnershipLock.tryTake(Kernel.host(), first, 10, 10));
        assertFalse(OwnershipLock.tryTake(Kernel.host(), second, 19, 1));
        assertTrue(OwnershipLock.tryTake(Kernel.host(), second, 20, 1));
      }
    }

    @Test
    void ends_with_release() {
      try (Descriptor first = make("lock");
          Descriptor second = again("lock")) {
        assertTrue(OwnershipLock.tryTake(Kernel.host(), first, 0, 1));
        OwnershipLock.release(Kernel.host(), first, 0, 1);
        assertTrue(OwnershipLock.tryTake(Kernel.host(), second, 0, 1));
      }
    }

    @Test
    void ends_with_the_open_file() {
      Descriptor holder = make("lock");
      try (Descriptor other = again("lock")) {
        assertTrue(OwnershipLock.tryTake(Kernel.host(), holder, 0, 1));
        assertFalse(OwnershipLock.tryTake(Kernel.host(), other, 0, 1));
        holder.close();
        assertTrue(OwnershipLock.tryTake(Kernel.host(), other, 0, 1));
      }
    }

    private Descriptor again(String name) {
      return Descriptor.of("openat", files.openat(root.number(), name, Uapi.O_RDWR, 0));
    }
  }

  @Nested
  class Copying {
    @Test
    void stays_in_the_kernel_and_ends_at_the_end() {
      try (Descriptor source = Memfd.data("source", new byte[1000]);
          Descriptor target = make("target")) {
        assertEquals(600, files.sendfile(target.number(), source.number(), 600));
        assertEquals(400, files.sendfile(target.number(), source.number(), 600));
        assertEquals(0, files.sendfile(target.number(), source.number(), 600));
        assertEquals(1000, FileStatus.of(Kernel.host(), target).size());
      }
    }
  }

  @Nested
  class Every_descriptor {
    @Test
    void is_close_on_exec_whatever_the_flags_say() {
      RecordingKernel kernel = new RecordingKernel().answer(5);
      assertEquals(5, new Files(kernel).openat(3, "name", Uapi.O_RDONLY, 0));
      RecordingKernel.Call call = kernel.calls().getFirst();
      assertEquals("openat", call.name());
      assertEquals(Uapi.O_CLOEXEC, call.argument(2));
    }
  }
}
