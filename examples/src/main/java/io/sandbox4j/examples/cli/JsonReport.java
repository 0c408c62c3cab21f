/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.CodeLocation;
import io.sandbox4j.Denial;
import io.sandbox4j.Outcome.EngineFailed;
import io.sandbox4j.Outcome.Exited;
import io.sandbox4j.Outcome.Killed;
import io.sandbox4j.Outcome.LimitExceeded;
import io.sandbox4j.Outcome.Signalled;
import io.sandbox4j.Outcome.Violation;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.SandboxSetupException;
import io.sandbox4j.Touched;
import io.sandbox4j.WallState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code --json} writes. Members that do not apply are null, so that each is always there. */
final class JsonReport {
  /** Grows when a member changes its meaning or goes; new members leave it as it is. */
  static final int VERSION = 2;

  private JsonReport() {}

  static String of(RunReport report) {
    Map<String, @Nullable Object> json = frame();
    switch (report) {
      case RunReport.Ended(var result) -> ended(json, result);
      case RunReport.NotStarted(var failure) -> notStarted(json, failure);
    }
    return Json.text(json);
  }

  private static Map<String, @Nullable Object> frame() {
    Map<String, @Nullable Object> json = Json.object();
    json.put("version", VERSION);
    for (String name :
        List.of(
            "outcome",
            "exitStatus",
            "signal",
            "coreDumped",
            "limit",
            "limitAllowed",
            "limitUsed",
            "violation",
            "killedBy",
            "failure")) {
      json.put(name, null);
    }
    json.put("touched", List.of());
    json.put("walls", List.of());
    json.put("denied", List.of());
    json.put("usage", null);
    return json;
  }

  private static void ended(Map<String, @Nullable Object> json, SandboxResult result) {
    outcome(json, result);
    json.put("touched", result.touched().stream().map(JsonReport::touched).toList());
    json.put("walls", result.walls().stream().map(JsonReport::wall).toList());
    json.put("denied", result.denied().stream().map(JsonReport::denied).toList());
    json.put("usage", JsonUsage.of(result.usage()));
  }

  private static void outcome(Map<String, @Nullable Object> json, SandboxResult result) {
    switch (result.outcome()) {
      case Exited(int status) -> {
        json.put("outcome", "EXITED");
        json.put("exitStatus", status);
      }
      case Signalled(int signal, boolean coreDumped) -> {
        json.put("outcome", "SIGNALLED");
        json.put("signal", signal);
        json.put("coreDumped", coreDumped);
      }
      case LimitExceeded(var limit, long allowed, long used) -> {
        json.put("outcome", "LIMIT_EXCEEDED");
        json.put("limit", limit.name());
        json.put("limitAllowed", allowed);
        json.put("limitUsed", used);
      }
      case Violation(String call, var arguments) -> {
        json.put("outcome", "VIOLATION");
        json.put(
            "violation",
            result.violation().map(JsonReport::denied).orElseGet(() -> call(call, arguments)));
      }
      case Killed(var by) -> {
        json.put("outcome", "KILLED");
        json.put("killedBy", by.name());
      }
      case EngineFailed(String part, String reason) -> {
        json.put("outcome", "ENGINE_FAILED");
        Map<String, @Nullable Object> failure = Json.object();
        failure.put("part", part);
        failure.put("message", reason);
        json.put("failure", failure);
      }
    }
  }

  private static void notStarted(Map<String, @Nullable Object> json, RuntimeException failed) {
    json.put("outcome", "SETUP_FAILED");
    Map<String, @Nullable Object> failure = Json.object();
    if (failed instanceof SandboxSetupException setup) {
      failure.put("stage", setup.stage());
      failure.put("step", setup.step());
      failure.put("call", setup.call());
      failure.put("errno", setup.errno());
      failure.put("fix", setup.fix());
    }
    failure.put("message", String.valueOf(failed.getMessage()));
    json.put("failure", failure);
  }

  private static Map<String, @Nullable Object> touched(Touched touched) {
    Map<String, @Nullable Object> json = Json.object();
    json.put("limit", touched.limit().name());
    json.put("times", touched.times());
    return json;
  }

  static Map<String, @Nullable Object> wall(WallState state) {
    Map<String, @Nullable Object> json = Json.object();
    json.put("wall", state.wall().name());
    json.put("inForce", state.inForce());
    json.put("detail", state.detail());
    return json;
  }

  private static Map<String, @Nullable Object> denied(Denial denial) {
    Map<String, @Nullable Object> json = call(denial.call(), denial.arguments());
    json.put("number", denial.number());
    json.put("arguments", denial.decoded());
    json.put("count", denial.count());
    json.put("location", location(denial.location()));
    return json;
  }

  private static Map<String, @Nullable Object> location(CodeLocation location) {
    Map<String, @Nullable Object> json = Json.object();
    json.put("instruction", hex(location.instruction()));
    switch (location) {
      case CodeLocation.InModule(_, String module, long offset) -> {
        json.put("module", module);
        json.put("offset", hex(offset));
      }
      case CodeLocation.AtAddress _ -> {
        json.put("module", null);
        json.put("offset", null);
      }
    }
    return json;
  }

  private static Map<String, @Nullable Object> call(String call, List<Long> arguments) {
    Map<String, @Nullable Object> json = Json.object();
    json.put("call", call);
    List<String> raw = arguments.stream().map(JsonReport::hex).toList();
    json.put("arguments", raw);
    json.put("rawArguments", raw);
    return json;
  }

  /** As text: a reader that keeps numbers as doubles would round addresses. */
  private static String hex(long number) {
    return "0x" + Long.toHexString(number);
  }
}
