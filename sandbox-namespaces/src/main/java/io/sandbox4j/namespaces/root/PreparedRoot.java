/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.Command;
import io.sandbox4j.GuestPath;
import io.sandbox4j.Root;
import io.sandbox4j.Source;
import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.namespaces.ids.Identity;
import io.sandbox4j.spi.Ahead;
import io.sandbox4j.spi.FileView;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import io.sandbox4j.spi.SandboxSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds the root of each run. */
final class PreparedRoot implements PreparedLayer {
  private static final long SEALED =
      Mounts.MOUNT_ATTR_RDONLY | Mounts.MOUNT_ATTR_NOSUID | Mounts.MOUNT_ATTR_NODEV;

  private final SandboxSpec spec;
  private final List<RootEntry> entries;
  private final ProcView proc;
  private final boolean procIsFresh;

  /**
   * Builds roots.
   *
   * @param spec what was asked for
   * @param entries what the root shows of the host
   * @param proc the masks of /proc
   * @param procIsFresh whether there is a pid namespace for /proc to show
   */
  PreparedRoot(SandboxSpec spec, List<RootEntry> entries, ProcView proc, boolean procIsFresh) {
    this.spec = spec;
    this.entries = List.copyOf(entries);
    this.proc = proc;
    this.procIsFresh = procIsFresh;
  }

  @Override
  public List<WallState> walls() {
    String what =
        switch (spec.root()) {
          case Root.HostSystem _ -> "the host's programs and libraries, read-only";
          case Root.Directory(var directory) -> directory + ", read-only";
          case Root.Empty _ -> "an empty root";
        };
    return List.of(
        new WallState(
            Wall.ROOT,
            true,
            what
                + (spec.chroot() ? ", by chroot" : ", by pivot_root")
                + (procIsFresh ? "" : ", without /proc")));
  }

  @Override
  public void contribute(RunSpec run, PlanBuilder plan) {
    if (run.makesSandbox()) {
      if (run.hasPreparedRoot()) {
        complete(run, plan);
      } else {
        build(run, plan);
      }
    } else if (run.command().map(c -> !c.binds().isEmpty()).orElse(false)) {
      throw new IllegalArgumentException(
          "a command in a session cannot bind: the session's file system stands; bind when the session is opened");
    }
    if (spec.chroot() && run.kind() != RunSpec.Kind.SESSION) {
      enterByChroot(plan, run.entering());
    }
  }

  /**
   * A directory of the caller's may be another one at the next launch, and cannot be reached from a
   * root made ahead; what a command adds to the root is not in it.
   */
  @Override
  public boolean allowsAhead(Ahead what, RunSpec run) {
    if (what != Ahead.ROOT) {
      return true;
    }
    Command command = run.command().orElse(null);
    return !spec.chroot()
        && procIsFresh
        && !(spec.root() instanceof Root.Directory)
        && views(run).stream().noneMatch(PreparedRoot::isOfHost)
        && (command == null
            || (command.uid().isEmpty()
                && command.gid().isEmpty()
                && command.copyIns().keySet().stream().allMatch(PreparedRoot::isOnDisk)));
  }

  private static boolean isOfHost(FileView view) {
    return switch (view) {
      case FileView.BindReadOnly _, FileView.BindWritable _ -> true;
      case FileView.Tmpfs _, FileView.Content _ -> false;
    };
  }

  private static boolean isOnDisk(GuestPath path) {
    return List.of("/work/", "/tmp/", "/dev/shm/").stream().anyMatch(path.text()::startsWith);
  }

  @Override
  public void makeAhead(Ahead what, RunSpec run, PlanBuilder plan) {
    if (what != Ahead.ROOT) {
      return;
    }
    Frame frame = new Frame(run, Assembly.beside(plan));
    Map<RootEntry.Bind, Integer> trees = takeRoot(frame.skeleton, frame.sources);
    frame.viewSteps.plan(frame.views, frame.skeleton);
    long bytes = frame.skeleton.bytes() + contentBytes(frame.views) + Skeleton.BLOCK;
    Disk.make(frame.assembly, bytes, frame.skeleton.inodes());
    makeRoot(frame, trees);
    ProcView.placeholder(frame.assembly);
    enter(frame.assembly);
  }

  /** All at once, for a run whose root was not made ahead. */
  private void build(RunSpec run, PlanBuilder plan) {
    Frame frame = new Frame(run, Assembly.beside(plan));
    if (frame.identity.kind() == Identity.Kind.UNMAPPED) {
      Disk.detachPropagation(frame.assembly);
    }
    long size = Disk.size(run.limits(), frame.views);

    // What views and files add to the root decides the size of the disk, so they are planned first.
    Map<RootEntry.Bind, Integer> trees = takeRoot(frame.skeleton, frame.sources);
    frame.viewSteps.plan(frame.views, frame.skeleton);
    frame.copyInSteps.plan(copyIns(run), frame.skeleton);

    Disk.make(
        frame.assembly,
        size == Long.MAX_VALUE ? size : size + frame.skeleton.bytes() + contentBytes(frame.views),
        run.limits().inodes() + frame.skeleton.inodes());
    Disk.places(frame.assembly, frame.identity);
    makeRoot(frame, trees);
    own(frame);
    frame.copyInSteps.fill();
    enter(frame.assembly);
  }

  /** What a run has of its own, upon the root that was made ahead. */
  private void complete(RunSpec run, PlanBuilder plan) {
    Frame frame = new Frame(run, Assembly.inside(plan));
    frame.viewSteps.plan(frame.views, frame.skeleton);
    frame.copyInSteps.plan(copyIns(run), frame.skeleton);
    long size = Disk.size(run.limits(), frame.views);
    Disk.make(
        frame.assembly,
        size == Long.MAX_VALUE ? size : size + contentBytes(frame.views),
        run.limits().inodes());
    Disk.places(frame.assembly, frame.identity);
    own(frame);
    frame.assembly.call("stand in the root", "chdir", plan.text("/"));
    if (run.clonesProgramEarly()) {
      RootEvent.handOver(frame.assembly);
    } else {
      frame.assembly.joined();
    }
    frame.copyInSteps.fill();
  }

  private static Map<GuestPath, Source> copyIns(RunSpec run) {
    return run.command().map(Command::copyIns).orElse(Map.of());
  }

  /** The read-only part. */
  private void makeRoot(Frame frame, Map<RootEntry.Bind, Integer> trees) {
    Assembly assembly = frame.assembly;
    assembly.directory("root", 0755);
    assembly.directory("dev", 0755);
    frame.skeleton.make(assembly);
    frame.viewSteps.fillRoot();
    frame.copyInSteps.fillRoot();
    DevView.make(assembly);
    frame.viewSteps.deviceTargets();
    assemble(assembly, frame.skeleton, frame.sources, trees);
    DevView.mount(assembly);
  }

  /** The writable and the kernel's part. */
  private void own(Frame frame) {
    Assembly assembly = frame.assembly;
    DevView.own(assembly);
    for (String place : List.of("work", "tmp")) {
      if (!ViewSteps.replaces(frame.views, "/" + place)) {
        assembly.bind(
            "show the writable place /" + place, place, assembly.inRoot("/" + place), false);
      }
    }
    if (procIsFresh) {
      proc.mount(assembly);
    }
    frame.viewSteps.mount();
  }

  /** Who takes part in making the root of one run. */
  private final class Frame {
    private final Assembly assembly;
    private final Identity identity;
    private final List<FileView> views;
    private final Skeleton skeleton;
    private final HostSources sources;
    private final ViewSteps viewSteps;
    private final CopyInSteps copyInSteps;

    Frame(RunSpec run, Assembly assembly) {
      this.assembly = assembly;
      this.identity = Identity.of(run);
      this.views = views(run);
      this.skeleton = skeleton(identity);
      this.sources = new HostSources(assembly.plan(), views.size() + entries.size());
      Layout layout = new Layout(skeleton);
      Folders folders = new Folders(assembly, identity);
      Contents contents = new Contents(run, assembly);
      this.viewSteps = new ViewSteps(run, assembly, identity, layout, folders, contents, sources);
      this.copyInSteps = new CopyInSteps(assembly, identity, layout, folders, contents);
    }
  }

  /** Files given by the caller are no part of the program's own disk. */
  private static long contentBytes(List<FileView> views) {
    long sum = 0;
    for (FileView view : views) {
      if (view instanceof FileView.Content(var _, Source.Bytes bytes)) {
        sum += (bytes.content().length + Skeleton.BLOCK - 1L) / Skeleton.BLOCK * Skeleton.BLOCK;
      }
    }
    return sum;
  }

  private static List<FileView> views(RunSpec run) {
    Set<FileView> all = new LinkedHashSet<>(run.sandbox().views());
    run.command().map(Command::binds).ifPresent(all::addAll);
    List<FileView> sorted = new ArrayList<>(all);
    // What lies deeper is mounted later, upon what holds it.
    sorted.sort(
        Comparator.comparingLong(
            (FileView view) -> view.at().text().chars().filter(c -> c == '/').count()));
    return sorted;
  }

  private Skeleton skeleton(Identity identity) {
    Skeleton skeleton = new Skeleton();
    List.of("proc", "dev", "tmp", "work")
        .forEach(name -> skeleton.add(new RootEntry.Directory(name)));
    if (spec.root() instanceof Root.HostSystem) {
      Accounts.entries(identity.uid(), identity.gid(), spec.hostname()).forEach(skeleton::add);
    }
    entries.forEach(skeleton::add);
    return skeleton;
  }

  /**
   * A caller's directory may be private to the JVM's user; the host's own trees are everybody's.
   */
  private Map<RootEntry.Bind, Integer> takeRoot(Skeleton skeleton, HostSources sources) {
    Map<RootEntry.Bind, Integer> trees = new LinkedHashMap<>();
    if (spec.root() instanceof Root.Directory) {
      skeleton.binds().forEach(bind -> trees.put(bind, sources.take(bind.source())));
    }
    return trees;
  }

  private static void assemble(
      Assembly assembly,
      Skeleton skeleton,
      HostSources sources,
      Map<RootEntry.Bind, Integer> trees) {
    assembly.bind("make the new root a mount", "root", "root", false);
    for (RootEntry.Bind bind : skeleton.binds()) {
      Integer tree = trees.get(bind);
      if (tree != null) {
        sources.attach(assembly, tree, "root/" + bind.at(), SEALED);
      } else {
        assembly
            .bind(
                "show the host's " + bind.source(),
                bind.source().toString(),
                "root/" + bind.at(),
                true)
            .advice(Errno.ENOENT, "There is no " + bind.source() + " on this host any more.");
      }
    }
    assembly.seal("seal the root and all it shows", "root", SEALED);
  }

  private void enter(Assembly assembly) {
    assembly.call("go to the new root", "chdir", assembly.plan().text("root"));
    if (spec.chroot()) {
      assembly.call("change the root", "chroot", assembly.plan().text("."));
      return;
    }
    assembly
        .call(
            "exchange the roots",
            "pivot_root",
            assembly.plan().text("."),
            assembly.plan().text("."))
        .advice(
            Errno.EINVAL,
            "The root of the JVM is no mount that can be moved (an initramfs, or a chroot): use chroot() instead.");
    assembly.call(
        "forget the host's root",
        "umount2",
        assembly.plan().text("."),
        value(Mounts.MNT_DETACH, "MNT_DETACH"));
    assembly.call("stand in the root", "chdir", assembly.plan().text("/"));
  }

  /**
   * The mount namespace still has the host's root; the disk lies over its /proc, the root in there.
   */
  private static void enterByChroot(PlanBuilder plan, Role entering) {
    var entry = plan.at(entering, Stage.NAMESPACES);
    Operand root = plan.text("/proc/root");
    entry.call("go to the sandbox's root", "chdir", root);
    entry.call("change the root", "chroot", plan.text("."));
  }
}
