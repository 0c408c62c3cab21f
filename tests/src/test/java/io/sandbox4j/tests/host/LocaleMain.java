/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import io.sandbox4j.Command;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Session;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Uses names beyond ASCII in every place; prints what the program saw, as hexadecimal. */
public final class LocaleMain {
  private static final String NAME = "gr\u00fc\u00dfe \u2603";

  private LocaleMain() {}

  /** Uses them. */
  public static void main(String[] arguments) throws Exception {
    Command command =
        Command.of(
                "sh",
                "-c",
                "printf %s \"$1$NAME\"; cat \"$1\"; pwd; cp \"$1\" out-\"$1\"",
                "sh",
                NAME)
            .env("NAME", NAME)
            .copyIn("/tmp/" + NAME + "/" + NAME, Source.text("content"))
            .cwd("/tmp/" + NAME)
            .copyOut("/tmp/" + NAME + "/out-" + NAME, Size.kib(1));
    try (Sandbox box = HostSandboxes.builder().build();
        SandboxResult result = box.run(command);
        Session session = box.open()) {
      result.orThrow();
      System.out.println(HexFormat.of().formatHex(result.stdout().bytes()));
      System.out.println(
          new String(result.file("/tmp/" + NAME + "/out-" + NAME).bytes(), StandardCharsets.UTF_8));
      session.copyIn(NAME, Source.text("x"));
      session.run(Command.shell("echo y > plain; printf z > \"$(printf '\\377')\"")).orThrow();
      Path to = Files.createTempDirectory("taken");
      System.out.println(session.copyOut("/work/p*", to, Size.kib(1)).size());
      System.exit(0);
    }
  }
}
