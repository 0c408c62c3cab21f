/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sandbox4j.tests.setup.OtherJvm;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments, environment and paths inside are UTF-8 whatever the JVM's locale. */
@SandboxSuite
class LocaleTest {
  private static final String NAME = "gr\u00fc\u00dfe \u2603";

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void of_the_jvm_changes_nothing_inside(String locale, @TempDir Path home) throws Exception {
    Sandboxes.any();
    OtherJvm jvm = new OtherJvm(home, LocaleMain.class, HostSandboxes.class);
    List<String> line = new ArrayList<>(List.of("env", "-u", "LANG", "LC_ALL=" + locale));
    line.addAll(jvm.java("--enable-native-access=ALL-UNNAMED"));
    line.add(LocaleMain.class.getName());
    OtherJvm.Said said = OtherJvm.run(line);
    String seen = NAME + NAME + "content" + "/tmp/" + NAME + "\n";
    assertAll(
        () -> assertEquals(0, said.status(), said.err()),
        () ->
            assertEquals(
                HexFormat.of().formatHex(seen.getBytes(StandardCharsets.UTF_8)) + "\ncontent\n1\n",
                said.out()));
  }
}
