/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.internal.linux.Errno;
import java.util.List;

/** Prints a plan: for people, and as the golden text that tests compare. */
public final class PlanPrinter {
  private PlanPrinter() {}

  /**
   * The whole plan, a step a line.
   *
   * @param plan what to print
   * @return the text, ending with a newline
   */
  public static String print(LaunchPlan plan) {
    StringBuilder out = new StringBuilder();
    for (Role role : Role.values()) {
      List<Step> steps = plan.steps(role);
      if (steps.isEmpty()) {
        continue;
      }
      out.append(role).append('\n');
      for (Step step : steps) {
        out.append("  ").append(step.stage()).append(": ").append(step.label()).append('\n');
        out.append("    ").append(step.asCall()).append(result(step)).append('\n');
      }
    }
    plan.watches().forEach(watch -> out.append("WATCH ").append(watch).append('\n'));
    plan.readings().forEach(reading -> out.append("READ ").append(reading).append('\n'));
    return out.toString();
  }

  private static String result(Step step) {
    StringBuilder out = new StringBuilder();
    if (step.traits().contains(Step.Trait.EXACT)) {
      out.append(" = ").append(step.exact());
    }
    if (step.traits().contains(Step.Trait.OPTIONAL)) {
      out.append(" if present");
    }
    if (step.traits().contains(Step.Trait.ASIDE)) {
      out.append(" aside");
    }
    if (step.traits().contains(Step.Trait.RETRY)) {
      out.append(" again on ").append(Errno.name(step.expected()));
    } else if (step.jump() > 0) {
      out.append(" on ").append(Errno.name(step.expected())).append(" skip ").append(step.jump());
    } else if (step.expected() != 0) {
      out.append(' ').append(Errno.name(step.expected())).append(" is fine");
    }
    if (step.other() != 0) {
      out.append(' ').append(Errno.name(step.other())).append(" is fine");
    }
    return out.toString();
  }
}
