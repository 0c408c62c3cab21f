/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

/** What a command becomes when its caller waits for the end, so that nobody holds its streams. */
final class Waited {
  private static final Size MOST = Size.mib(8);

  private Waited() {}

  /**
   * Captures the outputs that the command leaves open.
   *
   * @throws IllegalArgumentException if a stream is a pipe: its other end would be nobody's
   */
  static Command capturing(Command command, Limits ceiling) {
    refusePipe("stdin(Input.pipe())", command.stdin() instanceof Input.Piped);
    refusePipe("stdout(Output.pipe())", command.stdout().orElse(null) instanceof Output.Piped);
    refusePipe("stderr(Output.pipe())", command.stderr().orElse(null) instanceof Output.Piped);
    Size output = command.limitsUnder(ceiling).output();
    Output capture = Output.capture(output.compareTo(MOST) < 0 ? output : MOST);
    Command waited = command.stdout().isPresent() ? command : command.stdout(capture);
    return command.stderr().isPresent() ? waited : waited.stderr(capture);
  }

  private static void refusePipe(String setting, boolean isPipe) {
    if (isPipe) {
      throw new IllegalArgumentException(
          setting
              + " with run: nobody could use the pipe before the end; start gives its other end");
    }
  }
}
