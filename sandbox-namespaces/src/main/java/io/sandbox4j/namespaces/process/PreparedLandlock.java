/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.Command;
import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Action;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.spi.FileView;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The steps that put a program under a Landlock ruleset over its own view. They have two
 * descriptors open at most, so that a program's limit of open files is none for its views; the
 * ruleset's goes at the execve.
 */
final class PreparedLandlock implements PreparedLayer {
  private static final int RULE_PATH_BENEATH = 1;
  private static final int O_PATH = 0x200000;
  private static final int O_CLOEXEC = 0x80000;
  private static final int PATH_BENEATH_SIZE = 12; // packed: 64 bits of rights, 32 of descriptor

  private final int abi;
  private final String reason;

  PreparedLandlock(int abi, String reason) {
    this.abi = abi;
    this.reason = reason;
  }

  @Override
  public List<WallState> walls() {
    return List.of(new WallState(Wall.LANDLOCK, abi > 0, reason));
  }

  @Override
  public void contribute(RunSpec run, PlanBuilder plan) {
    if (abi == 0 || run.kind() == RunSpec.Kind.SESSION) {
      return;
    }
    var steps = plan.at(Role.PROGRAM, Stage.LANDLOCK);
    Chunk handled = plan.room(8, "{" + LandlockRights.names(LandlockRights.all(abi)) + "}");
    handled.put64(0, LandlockRights.all(abi));
    steps
        .call(
            "make a Landlock ruleset",
            "landlock_create_ruleset",
            new Operand.Address(handled, 0),
            value(8),
            value(0))
        .save("landlock");
    allow(plan, "/", LandlockRights.reading());
    // /dev itself is a sealed mount; what may be made there is in /dev/shm.
    allow(plan, "/dev", LandlockRights.writing(abi));
    writable(run).forEach((place, rights) -> allow(plan, place, rights));
    steps
        .call(
            "restrict the program to it",
            "landlock_restrict_self",
            plan.saved("landlock"),
            value(0))
        .advice(Errno.E2BIG, "The JVM itself stands under too many Landlock rulesets.");
  }

  private Map<String, Long> writable(RunSpec run) {
    RunSpec maker = run.session().orElse(run);
    Set<FileView> views = new LinkedHashSet<>(maker.sandbox().views());
    maker.command().map(Command::binds).ifPresent(views::addAll);
    long all = LandlockRights.writing(abi);
    Map<String, Long> places = new LinkedHashMap<>();
    List.of("/work", "/tmp").forEach(place -> places.put(place, all));
    for (FileView view : views) {
      switch (view) {
        case FileView.BindWritable bind ->
            places.put(
                bind.at().text(),
                Files.isDirectory(bind.host()) ? all : all & LandlockRights.ofFiles());
        case FileView.Tmpfs tmpfs -> places.put(tmpfs.at().text(), all);
        case FileView.BindReadOnly _, FileView.Content _ -> {}
      }
    }
    return places;
  }

  private void allow(PlanBuilder plan, String path, long rights) {
    var steps = plan.at(Role.PROGRAM, Stage.LANDLOCK);
    Chunk rule =
        plan.room(PATH_BENEATH_SIZE, "{" + LandlockRights.names(rights) + ", " + path + "}");
    rule.put64(0, rights);
    steps
        .call(
            "open " + path + " for a rule",
            "openat",
            Operand.AT_FDCWD,
            plan.text(path),
            value(O_PATH | O_CLOEXEC, "O_PATH|O_CLOEXEC"))
        .save("landlock.path")
        .skip(Errno.EACCES, 3); // what the program's user cannot reach needs no rule
    steps.does(
        "put it into the rule",
        Action.Special.STORE32,
        new Operand.Address(rule, 8),
        plan.saved("landlock.path"));
    steps.call(
        "allow this below " + path,
        "landlock_add_rule",
        plan.saved("landlock"),
        value(RULE_PATH_BENEATH, "LANDLOCK_RULE_PATH_BENEATH"),
        new Operand.Address(rule, 0),
        value(0));
    steps.call("close it", "close", plan.saved("landlock.path")).clears();
  }
}
