/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

import static io.sandbox4j.launch.Operand.NULL;
import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.ProcessDirectory;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.spi.RunSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The steps that give a run's processes their ids. As root no process of a sandbox may have host id
 * 0 when it first mounts something: a host id 0 without any capability still opens what belongs to
 * root. So init takes the inner id 0, which is nobody on the host, before it builds anything.
 */
final class IdSteps {
  private static final int O_WRONLY = 1;
  private static final int O_CLOEXEC = 0x80000;
  private static final String APPARMOR =
      "User namespaces are restricted here. Ubuntu 24.04: set kernel.apparmor_restrict_unprivileged_userns=0,"
          + " or load an AppArmor profile with 'userns,' for the java binary or, with the system property"
          + " io.sandbox4j.shim, for an installed copy of the shim.";

  /** Of 128 instances and at least 8192 watches, where nobody has changed fs.inotify. */
  private static final Map<String, String> SHARED_QUOTAS =
      new TreeMap<>(Map.of("max_inotify_instances", "16", "max_inotify_watches", "4096"));

  private final PlanBuilder plan;
  private final Identity identity;
  private final int blockSize;

  IdSteps(PlanBuilder plan, Identity identity, int blockSize) {
    this.plan = plan;
    this.identity = identity;
    this.blockSize = blockSize;
  }

  void contribute(RunSpec run) {
    if (identity.changesIds() && run.kind() != RunSpec.Kind.SESSION) {
      ownStreams(run.standsBy() ? Stage.GUEST_IDS : Stage.USER_NAMESPACE);
    }
    if (run.makesSandbox()) {
      if (identity.kind() != Identity.Kind.UNMAPPED) {
        map();
      }
      init();
    }
    if (run.kind() != RunSpec.Kind.SESSION) {
      entryAndProgram(run.entering());
    }
  }

  /** Only init's ids: nothing runs there but init. */
  void mapInit() {
    map();
    init();
  }

  /** A program may open /dev/stdout again, which asks for the rights of the pipe's owner. */
  private void ownStreams(Stage stage) {
    for (String stream : List.of("stdin", "stdout", "stderr")) {
      plan.at(Role.SHIM, stage) // while init is busy already, or before the program gets them
          .call(
              "give " + stream + " to the program's user",
              "fchown",
              plan.passed(stream),
              value(identity.hostUid()),
              value(identity.hostGid()));
    }
  }

  private void map() {
    if (identity.kind() == Identity.Kind.BLOCK) {
      plan.cloneOwner(Role.INIT, identity.base());
    }
    ProcessDirectory.open(plan, Stage.USER_NAMESPACE, "init's").save("init.maps");
    var shim = plan.at(Role.SHIM, Stage.USER_NAMESPACE);
    if (identity.kind() == Identity.Kind.SINGLE) {
      write(
          "give up setgroups, without which an ordinary user may not map a group",
          "setgroups",
          "deny");
      write(
          "map the program's group to the JVM's",
          "gid_map",
          IdMap.line(identity.gid(), identity.hostGid(), 1));
      write(
          "map the program's user to the JVM's",
          "uid_map",
          IdMap.line(identity.uid(), identity.hostUid(), 1));
    } else {
      write(
          "map groups to host ids of this sandbox",
          "gid_map",
          IdMap.block(identity.baseGid(), blockSize, identity.gid(), identity.hostGid()));
      write(
          "map users to host ids of this sandbox",
          "uid_map",
          IdMap.block(identity.base(), blockSize, identity.uid(), identity.hostUid()));
    }
    shim.call("close it", "close", plan.saved("init.maps")).clears();
    plan.at(Role.END, Stage.PREPARE)
        .call("close what a failed launch left open", "close", plan.saved("init.maps"))
        .ifPresent()
        .clears();
    plan.at(Role.END, Stage.PREPARE)
        .call("close what a failed launch left open", "close", plan.saved("init.map"))
        .ifPresent()
        .clears();
  }

  private void write(String label, String file, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    var shim = plan.at(Role.SHIM, Stage.USER_NAMESPACE);
    shim.call(
            label + ": open " + file,
            "openat",
            plan.saved("init.maps"),
            plan.text(file),
            value(O_WRONLY | O_CLOEXEC, "O_WRONLY|O_CLOEXEC"))
        .save("init.map")
        .advice(Errno.EACCES, APPARMOR);
    Chunk text = plan.bytes(bytes, "\"" + content.replace("\n", "\\n") + "\"");
    shim.call(
            label,
            "write",
            plan.saved("init.map"),
            new Operand.Address(text, 0),
            value(bytes.length))
        .exactly(bytes.length)
        .advice(Errno.EPERM, APPARMOR)
        .advice(Errno.EINVAL, "The id map of the container that the JVM runs in is too small.");
    shim.call("close it", "close", plan.saved("init.map")).clears();
  }

  private void init() {
    switch (identity.kind()) {
      case BLOCK ->
          become(Role.INIT, Stage.INNER_ROOT, 0, 0, "leave the host's root for the inner one");
      case SINGLE -> quotas();
      case UNMAPPED ->
          become(
              Role.INIT,
              Stage.GUEST_IDS,
              identity.base(),
              identity.baseGid(),
              "leave the host's root");
    }
  }

  /**
   * What the kernel counts for each user it also counts for each user namespace: bounded there, a
   * sandbox cannot take all that the JVM's user has. Where /proc/sys is read-only, as in most
   * containers, this is not to be had.
   */
  private void quotas() {
    SHARED_QUOTAS.forEach((file, most) -> {
      String path = "/proc/sys/user/" + file;
      var init = plan.at(Role.INIT, Stage.SOURCES);
      init.call(
              "leave the JVM's user most of his " + file + ": open it",
              "openat",
              Operand.AT_FDCWD,
              plan.text(path),
              value(O_WRONLY | O_CLOEXEC, "O_WRONLY|O_CLOEXEC"))
          .save("init.quota")
          .skip(Errno.EROFS, 2);
      Chunk text = plan.bytes(most.getBytes(StandardCharsets.US_ASCII), "\"" + most + "\"");
      init.call(
              "leave the JVM's user most of his " + file,
              "write",
              plan.saved("init.quota"),
              new Operand.Address(text, 0),
              value(most.length()))
          .exactly(most.length());
      init.call("close it", "close", plan.saved("init.quota")).clears();
    });
  }

  private void entryAndProgram(Role entering) {
    if (identity.kind() == Identity.Kind.BLOCK) {
      become(entering, Stage.INNER_ROOT, 0, 0, "leave the host's root for the inner one");
    }
    if (identity.changesIds()) {
      become(
          Role.PROGRAM,
          Stage.GUEST_IDS,
          identity.guestUid(),
          identity.guestGid(),
          "become the program's user");
    }
  }

  private void become(Role role, Stage stage, long uid, long gid, String label) {
    var steps = plan.at(role, stage);
    steps.call(label + ": no supplementary groups", "setgroups", value(0), NULL);
    steps.call(label + ": group " + gid, "setresgid", value(gid), value(gid), value(gid));
    steps
        .call(label + ": user " + uid, "setresuid", value(uid), value(uid), value(uid))
        .advice(Errno.EAGAIN, "The user has more processes than its RLIMIT_NPROC allows.");
  }
}
