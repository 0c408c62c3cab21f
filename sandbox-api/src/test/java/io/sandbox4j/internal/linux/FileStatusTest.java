/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sandbox4j.internal.linux.generated.statx;
import org.junit.jupiter.api.Test;

class FileStatusTest {
  @Test
  void fields_are_where_the_generated_layout_has_them() {
    assertAll(
        () -> assertEquals(statx.stx_nlink$offset(), FileStatus.LINKS),
        () -> assertEquals(statx.stx_uid$offset(), FileStatus.UID),
        () -> assertEquals(statx.stx_gid$offset(), FileStatus.GID),
        () -> assertEquals(statx.stx_mode$offset(), FileStatus.MODE),
        () -> assertEquals(statx.stx_ino$offset(), FileStatus.INODE),
        () -> assertEquals(statx.stx_size$offset(), FileStatus.SIZE),
        () -> assertEquals(statx.stx_blocks$offset(), FileStatus.BLOCKS),
        () -> assertEquals(statx.stx_dev_major$offset(), FileStatus.DEVICE_MAJOR),
        () -> assertEquals(statx.stx_dev_minor$offset(), FileStatus.DEVICE_MINOR),
        () -> assertEquals(statx.sizeof(), FileStatus.BYTES));
  }
}
