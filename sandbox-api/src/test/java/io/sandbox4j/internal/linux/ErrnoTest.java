/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrnoTest {
  private static final int LAST = 133; // EHWPOISON

  @Test
  void names_are_those_of_the_kernel(@TempDir Path folder) {
    List<String> expected = new ArrayList<>();
    StringBuilder source = new StringBuilder("#include <stdio.h>\n#include <linux/errno.h>\n");
    source.append("int main(void) {\n");
    for (int errno = 1; errno <= LAST; errno++) {
      String name = Errno.name(errno);
      if (name.startsWith("errno ")) continue; // 41 and 58 have no name of their own
      source.append("  printf(\"%d\\n\", ").append(name).append(");\n");
      expected.add(Integer.toString(errno));
    }
    assertEquals(LAST - 2, expected.size());
    assertEquals(expected, new CProgram(folder).output(source.append("}\n").toString()));
  }

  @Test
  void constants_have_the_number_their_name_has() throws IllegalAccessException {
    Field[] constants = Errno.class.getFields();
    assertTrue(constants.length > 30);
    for (Field constant : constants) {
      assertEquals(constant.getName(), Errno.name(constant.getInt(null)));
    }
  }

  @Test
  void an_unknown_number_is_shown_as_a_number() {
    assertEquals("errno 4095", Errno.name(4095));
  }
}
