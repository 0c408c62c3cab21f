/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Command;
import io.sandbox4j.Danger;
import io.sandbox4j.Explanation;
import io.sandbox4j.GuestPath;
import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import io.sandbox4j.Isolation;
import io.sandbox4j.Limits;
import io.sandbox4j.Network;
import io.sandbox4j.Outcome;
import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.Root;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.SandboxSetupException;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.Wall;
import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.Layer;
import io.sandbox4j.spi.SandboxSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what this host allows by building sandboxes: kernel parameters say what may work, a
 * security module, a container's filter or a mount's owner says otherwise only when it is tried.
 * What refuses is left out of the next attempt, so that one refusal does not hide the others.
 */
final class Trial {
  private static final String WHOLE = "trial sandbox";
  private static final int ATTEMPTS = 6;
  private static final Duration SECONDS = Duration.ofSeconds(10);

  /**
   * What a step of the launch tries; a step belongs to the first subject that it fits.
   *
   * @param text its name in the report
   * @param refused what it means that the host refuses it
   * @param spared the wall that is left out then to see the rest, if that is possible
   * @param tries whether a system call belongs to it
   */
  private record Subject(
      String text, State refused, @Nullable Wall spared, Predicate<String> tries) {}

  private static final String CGROUP = "cgroup membership and limits";

  private static final List<Subject> SUBJECTS =
      List.of(
          new Subject(
              "id maps",
              State.MISSING,
              null,
              call -> call.contains("_map\"") || call.contains("\"setgroups\"")),
          new Subject(
              CGROUP,
              State.MISSING,
              null,
              call -> call.contains("cgroup") && !call.contains("\"ns/")),
          new Subject(
              "loopback device",
              State.MISSING,
              Wall.NETWORK_NAMESPACE,
              call -> call.contains("SIOCSIFFLAGS")),
          new Subject(
              "namespaces",
              State.MISSING,
              null,
              call -> call.startsWith("clone3(INIT") || call.startsWith("unshare(")),
          new Subject(
              "mounts and the change of root",
              State.MISSING,
              null,
              call -> call.contains("mount") || call.startsWith("pivot_root(")),
          new Subject(
              "Landlock rules", State.ABSENT, Wall.LANDLOCK, call -> call.startsWith("landlock_")),
          new Subject(
              "seccomp filter", State.MISSING, Wall.SECCOMP, call -> call.startsWith("seccomp(")),
          new Subject(
              "a program's start", State.MISSING, null, call -> call.startsWith("execve(")));

  private final HostFacts host;
  private final List<Layer> layers;
  private final List<Finding> findings = new ArrayList<>();
  private ProcessIsolation isolation = Isolation.process();
  private boolean rlimits;

  private Trial(HostFacts host, List<Layer> layers) {
    this.host = host;
    this.layers = layers;
  }

  /** Tries with these layers. */
  static List<Finding> of(HostFacts host, List<Layer> layers) {
    Trial trial = new Trial(host, layers);
    trial.tryAll();
    return List.copyOf(trial.findings);
  }

  private void tryAll() {
    boolean again = true;
    for (int attempt = 0; again && attempt < ATTEMPTS; attempt++) {
      again = tryOnce();
    }
  }

  /** True when another attempt, with less, may tell more. */
  private boolean tryOnce() {
    try (PreparedProcess sandbox = PreparedProcess.prepare(spec(), host, layers)) {
      Command program =
          Command.of("/work/trial")
              .copyIn("trial", Source.bytes(TrialProgram.of(Arch.of(host.machine()))).executable());
      Explanation plan = sandbox.explain(program);
      return run(sandbox, program, plan);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      add(WHOLE, State.MISSING, "the probe was interrupted", "Probe again.");
      return false;
    } catch (SandboxException | IllegalArgumentException refused) {
      if (!rlimits) {
        rlimits = true; // the cgroup layer's own finding says what is wrong with it
        return true;
      }
      add(WHOLE, State.MISSING, String.valueOf(refused.getMessage()), "");
      return false;
    }
  }

  private boolean run(PreparedProcess sandbox, Command program, Explanation plan)
      throws InterruptedException {
    try (SandboxProcess process = sandbox.start(program, Duration.ZERO, () -> {})) {
      SandboxResult result = process.waitFor();
      if (!result.outcome().equals(new Outcome.Exited(0))) {
        add(WHOLE, State.MISSING, "a program that exits with 0 ended as " + result.outcome(), "");
        return false;
      }
      worked(plan, result);
      return false;
    } catch (SandboxSetupException refused) {
      return refused(refused);
    }
  }

  private void worked(Explanation plan, SandboxResult result) {
    Set<String> told = new HashSet<>(findings.stream().map(Finding::subject).toList());
    for (Subject subject : SUBJECTS) {
      List<Explanation.Entry> steps =
          plan.steps().stream().filter(step -> subject.equals(of(step.systemCall()))).toList();
      if (!steps.isEmpty() && !told.contains(subject.text())) {
        add(
            subject.text(),
            State.AVAILABLE,
            "tried, for example: " + steps.getFirst().systemCall(),
            "");
      }
    }
    boolean whole = findings.stream().noneMatch(f -> f.state() == State.MISSING);
    String less = whole ? "" : ", without what is missing";
    add(
        WHOLE,
        State.AVAILABLE,
        "built and run in " + result.usage().setup().get().toMillis() + " ms" + less,
        "");
  }

  private boolean refused(SandboxSetupException failure) {
    Subject subject = of(failure.call());
    String reason =
        "cannot "
            + failure.step()
            + ": "
            + failure.call()
            + " gave "
            + failure.errno()
            + " ("
            + failure.stage()
            + ")";
    if (subject == null) {
      add(WHOLE, State.MISSING, reason, failure.fix());
      return false;
    }
    add(subject.text(), subject.refused(), reason, failure.fix());
    if (subject.text().equals(CGROUP) && !rlimits) {
      rlimits = true;
      return true;
    }
    Wall spared = subject.spared();
    if (spared == null || isolation.without().contains(spared)) {
      return false;
    }
    isolation = isolation.without(spared, Danger.WALL_IS_MISSING);
    return true;
  }

  private static @Nullable Subject of(String step) {
    String call = step.substring(step.indexOf(" = ") < 0 ? 0 : step.indexOf(" = ") + 3);
    for (Subject subject : SUBJECTS) {
      if (subject.tries().test(call)) {
        return subject;
      }
    }
    return null;
  }

  private void add(String subject, State state, String reason, String fix) {
    findings.add(new Finding(subject, state, reason, fix));
  }

  /** The defaults, but for small limits: a trial asks the host for little. */
  private SandboxSpec spec() {
    Limits limits =
        Limits.DEFAULT.with(l ->
            l.memory(Size.mib(32)).disk(Size.mib(4)).tasks(8).wallTime(SECONDS).cpuTime(SECONDS));
    return new SandboxSpec(
        Root.hostSystem(),
        List.of(),
        limits,
        Network.none(),
        isolation,
        Map.of(),
        Set.of(),
        "trial",
        1000,
        1000,
        GuestPath.WORK,
        Set.of(),
        false,
        rlimits,
        false);
  }
}
