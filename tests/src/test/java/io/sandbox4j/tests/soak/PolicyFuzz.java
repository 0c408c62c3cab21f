/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.soak;

import com.code_intelligence.jazzer.Jazzer;
import io.sandbox4j.seccomp.FilterCompiler;
import io.sandbox4j.seccomp.FilterOptions;
import io.sandbox4j.seccomp.OciProfile;
import io.sandbox4j.seccomp.OciTarget;
import io.sandbox4j.seccomp.SeccompMode;
import io.sandbox4j.seccomp.SeccompPolicy;
import io.sandbox4j.seccomp.SyscallAbi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Jazzer at the two readers of policies: whatever bytes they are given, they make a policy of them
 * or throw the one exception that says what is wrong. What they make compiles, or is refused in the
 * same way; what is printed of it reads as it did.
 */
public final class PolicyFuzz {
  private static final SyscallAbi ABI = SyscallAbi.X86_64;

  private PolicyFuzz() {}

  /** The readers. */
  public enum Reader {
    /** Of policy files. */
    TEXT {
      @Override
      SeccompPolicy read(String input) {
        return SeccompPolicy.parse("fuzz", input);
      }
    },
    /** Of OCI profiles. */
    JSON {
      @Override
      SeccompPolicy read(String input) {
        return OciProfile.read("fuzz", input, OciTarget.sandbox(ABI)).policy();
      }
    };

    abstract SeccompPolicy read(String input);
  }

  /** Jazzer's entry to {@link Reader#TEXT}. */
  public static final class Text {
    private Text() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] input) {
      tryOut(Reader.TEXT, input);
    }
  }

  /** Jazzer's entry to {@link Reader#JSON}. */
  public static final class Profile {
    private Profile() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] input) {
      tryOut(Reader.JSON, input);
    }
  }

  static void tryOut(Reader reader, byte[] input) {
    SeccompPolicy policy;
    try {
      policy = reader.read(new String(input, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException refused) {
      requireSaid(refused);
      return;
    }
    SeccompPolicy again = SeccompPolicy.parse("fuzz", policy.toText());
    if (!again.equals(policy)) {
      throw new IllegalStateException("reads as another policy:\n" + policy.toText());
    }
    try {
      var _ = new FilterCompiler().compile(policy, FilterOptions.of(ABI, SeccompMode.ENFORCE));
    } catch (IllegalArgumentException tooLong) {
      requireSaid(tooLong);
    }
  }

  private static void requireSaid(IllegalArgumentException refused) {
    if (refused.getMessage() == null || refused.getMessage().isBlank()) {
      throw new IllegalStateException("refused without a word", refused);
    }
  }

  /**
   * Fuzzes.
   *
   * @param arguments the reader, for how many seconds, and a folder of inputs to begin with
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Class<?> target = Reader.valueOf(arguments[0]) == Reader.TEXT ? Text.class : Profile.class;
    Path inputs = Path.of(arguments[2]);
    Jazzer.main(
        List.of(
                "--target_class=" + target.getName(),
                "--instrumentation_includes=io.sandbox4j.**",
                "--reproducer_path=" + inputs.resolveSibling("found"),
                "-artifact_prefix=" + Files.createDirectories(inputs.resolveSibling("found")) + "/",
                "-max_total_time=" + arguments[1],
                "-timeout=20", // seconds for one input
                "-max_len=8192",
                "-print_final_stats=1",
                inputs.toString())
            .toArray(String[]::new));
  }
}
