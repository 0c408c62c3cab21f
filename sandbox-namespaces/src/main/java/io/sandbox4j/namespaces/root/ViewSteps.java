/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import static io.sandbox4j.launch.Operand.AT_FDCWD;
import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.BindOption;
import io.sandbox4j.GuestPath;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.namespaces.ids.Identity;
import io.sandbox4j.spi.FileView;
import io.sandbox4j.spi.RunSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The views that the caller asked for: binds, tmpfs, files. */
final class ViewSteps {
  private static final int DEFAULT_INODES = 65_536;

  private final RunSpec run;
  private final Assembly assembly;
  private final Identity identity;
  private final Layout layout;
  private final Folders folders;
  private final Contents contents;
  private final HostSources sources;

  /** Places of files whose bytes go into the root before it is sealed. */
  private final List<FileView.Content> early = new ArrayList<>();

  private final Map<FileView, Layout.Ground> late = new LinkedHashMap<>();
  private final Map<String, Boolean> devices = new LinkedHashMap<>();
  private final Map<FileView, Integer> trees = new LinkedHashMap<>();
  private int hidden;

  ViewSteps(
      RunSpec run,
      Assembly assembly,
      Identity identity,
      Layout layout,
      Folders folders,
      Contents contents,
      HostSources sources) {
    this.run = run;
    this.assembly = assembly;
    this.identity = identity;
    this.layout = layout;
    this.folders = folders;
    this.contents = contents;
    this.sources = sources;
  }

  /** Takes hold of the sources and reserves the places; nothing is mounted yet. */
  void plan(List<FileView> views, Skeleton skeleton) {
    for (FileView view : views) {
      Layout.Ground ground = layout.of(view.at());
      boolean device = view.at().text().startsWith("/dev/");
      if (ground == Layout.Ground.KERNEL && !device) {
        throw new IllegalArgumentException(
            view.at() + " is inside a file system of the kernel; choose another target");
      }
      boolean directory = isDirectory(view);
      if (view instanceof FileView.Content content && ground == Layout.Ground.ROOT) {
        skeleton.drop(Layout.inRoot(view.at()));
        parents(skeleton, view.at());
        early.add(content);
        continue;
      }
      if (ground == Layout.Ground.ROOT) {
        skeleton.drop(Layout.inRoot(view.at()));
        skeleton.add(
            directory
                ? new RootEntry.Directory(Layout.inRoot(view.at()))
                : new RootEntry.Text(Layout.inRoot(view.at()), ""));
      } else if (device && ground == Layout.Ground.KERNEL) {
        devices.put(deviceTarget(view), directory);
      }
      late.put(view, ground);
      layout.add(view);
    }
  }

  private static void parents(Skeleton skeleton, GuestPath at) {
    String path = Layout.inRoot(at);
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      skeleton.add(new RootEntry.Directory(path.substring(0, slash)));
    }
  }

  private static String deviceTarget(FileView view) {
    String name = view.at().text().substring(1);
    if (name.indexOf('/', "dev/".length()) >= 0) {
      throw new IllegalArgumentException(
          view.at() + " is too deep inside /dev; a direct child can be a target");
    }
    return name;
  }

  /** /dev is assembled beside the root; its mount points are made there. */
  void deviceTargets() {
    devices.forEach((name, directory) -> {
      if (directory) {
        assembly.directory(name, 0755).unless(Errno.EEXIST);
      } else {
        assembly.empty(name, 0644).unless(Errno.EEXIST);
      }
    });
  }

  private boolean isDirectory(FileView view) {
    return switch (view) {
      case FileView.BindReadOnly bind -> hold(view, bind.host());
      case FileView.BindWritable bind -> hold(view, bind.host());
      case FileView.Tmpfs _ -> true;
      case FileView.Content _ -> false;
    };
  }

  private boolean hold(FileView view, Path source) {
    HostServices.Kind kind = HostServices.look(source, run.sandbox().hostServices());
    trees.put(view, sources.take(source));
    return kind == HostServices.Kind.DIRECTORY;
  }

  /** The files that lie in the root itself, before it is sealed. */
  void fillRoot() {
    for (FileView.Content content : early) {
      file(assembly.inRoot(content.at().text()), content);
    }
  }

  private void file(String path, FileView.Content content) {
    assembly.create(path, content.source().isExecutable() ? 0555 : 0444);
    contents.fill(content.at(), content.source());
    assembly.close();
  }

  /** Mounts all others. */
  void mount() {
    late.forEach((view, ground) -> {
      if (ground == Layout.Ground.FRESH && !view.at().text().equals("/work")) {
        folders.above(view.at());
      }
      switch (view) {
        case FileView.BindReadOnly bind ->
            bind(view, ground, Mounts.MOUNT_ATTR_RDONLY | attributes(bind.options()));
        case FileView.BindWritable bind -> bind(view, ground, attributes(bind.options()));
        case FileView.Tmpfs tmpfs -> tmpfs(tmpfs, ground);
        case FileView.Content content -> content(content, ground);
      }
      folders.exists(view.at().text());
    });
  }

  /** A set-user-id program in a bind must never count, so nosuid is no option. */
  private static long attributes(List<BindOption> options) {
    long set = Mounts.MOUNT_ATTR_NOSUID;
    for (BindOption option : options) {
      set |=
          switch (option) {
            case NOEXEC -> Mounts.MOUNT_ATTR_NOEXEC;
            case NODEV -> Mounts.MOUNT_ATTR_NODEV;
          };
    }
    return set;
  }

  private void bind(FileView view, Layout.Ground ground, long set) {
    int tree = trees.getOrDefault(view, 0);
    String target = assembly.inRoot(view.at().text());
    switch (ground) {
      case ROOT, KERNEL -> sources.attach(assembly, tree, target, set);
      case FRESH -> {
        if (!view.at().text().equals("/work")) {
          point(view, target);
        }
        sources.attach(assembly, tree, target, set);
      }
      case WORKSPACE, HOST -> {
        hold(view);
        sources.attachTo(
            assembly, tree, view.at().text(), assembly.plan().saved("root.target"), set);
      }
    }
  }

  /** The mount point on a tmpfs of this run. */
  private void point(FileView view, String target) {
    if (isFile(view)) {
      assembly.empty(target, 0644).unless(Errno.EEXIST);
    } else {
      assembly.directory(target, 0755).unless(Errno.EEXIST);
    }
  }

  private static boolean isFile(FileView view) {
    return switch (view) {
      case FileView.Content _ -> true;
      case FileView.Tmpfs _ -> false;
      case FileView.BindReadOnly bind -> isFile(bind.host());
      case FileView.BindWritable bind -> isFile(bind.host());
    };
  }

  private static boolean isFile(Path host) {
    return HostServices.look(host, true) == HostServices.Kind.FILE;
  }

  /** Takes hold of a place inside a tree of the host; on a tmpfs in there it is made first. */
  private void hold(FileView view) {
    String text = view.at().text();
    int slash = text.lastIndexOf('/');
    if (layout.isFreshAround(view.at())) {
      open(new GuestPath(text.substring(0, slash)));
      Operand name = assembly.plan().text(text.substring(slash + 1));
      Operand above = assembly.plan().saved("root.target");
      if (isFile(view)) {
        assembly
            .call("make " + text, "mknodat", above, name, value(Mounts.S_IFREG | 0644), value(0))
            .unless(Errno.EEXIST);
      } else {
        assembly.call("make " + text, "mkdirat", above, name, value(0755)).unless(Errno.EEXIST);
      }
    }
    open(view.at());
  }

  /**
   * A target inside a tree of the host must be there, and no link may lead elsewhere: an earlier
   * program may have written to a workspace.
   */
  private void open(GuestPath at) {
    Chunk how = assembly.plan().room(24, "{O_PATH, RESOLVE_NO_SYMLINKS|RESOLVE_NO_MAGICLINKS}");
    how.put64(0, Mounts.O_PATH | Mounts.O_CLOEXEC);
    how.put64(16, Mounts.RESOLVE_NO_SYMLINKS | Mounts.RESOLVE_NO_MAGICLINKS);
    assembly
        .call(
            "find " + at,
            "openat2",
            AT_FDCWD,
            assembly.plan().text(assembly.inRoot(at.text())),
            Assembly.at(how),
            value(24))
        .save("root.target")
        .advice(
            Errno.ENOENT,
            at
                + " does not exist in the tree of the host that is shown there, so nothing can be mounted on it.")
        .advice(Errno.EACCES, at + " is in a directory of the host that only its owner may enter.")
        .advice(Errno.ELOOP, at + " leads over a symbolic link: name the place that it points to.");
  }

  private void tmpfs(FileView.Tmpfs tmpfs, Layout.Ground ground) {
    String target = assembly.inRoot(tmpfs.at().text());
    switch (ground) {
      case ROOT, KERNEL -> mount(tmpfs, target);
      case FRESH -> {
        if (!tmpfs.at().text().equals("/work")) {
          assembly.directory(target, 0755).unless(Errno.EEXIST);
        }
        mount(tmpfs, target);
      }
      case WORKSPACE, HOST -> {
        String beside = "tmpfs." + hidden++;
        assembly.directory(beside, 0755);
        mount(tmpfs, beside);
        moveTo(tmpfs, beside);
      }
    }
  }

  private void mount(FileView.Tmpfs tmpfs, String target) {
    long inodes = tmpfs.inodes() == 0 ? DEFAULT_INODES : tmpfs.inodes();
    assembly.mount(
        "mount a tmpfs of " + tmpfs.size() + " on " + tmpfs.at(),
        "tmpfs",
        target,
        Mounts.MS_NOSUID | Mounts.MS_NODEV,
        "MS_NOSUID|MS_NODEV",
        "size="
            + tmpfs.size().bytes()
            + ",nr_inodes="
            + inodes
            + ",mode=755,uid="
            + identity.guestUid()
            + ",gid="
            + identity.guestGid());
  }

  private void content(FileView.Content content, Layout.Ground ground) {
    String target = assembly.inRoot(content.at().text());
    String source = "content." + hidden;
    switch (ground) {
      case ROOT -> {}
      case FRESH, KERNEL -> {
        hidden++;
        file(source, content);
        if (ground == Layout.Ground.FRESH) {
          point(content, target);
        }
        assembly.bind("show the file " + content.at(), source, target, false);
        seal(target);
      }
      case WORKSPACE, HOST -> {
        hidden++;
        file(source, content);
        assembly.bind("make the file " + content.at() + " a mount", source, source, false);
        seal(source);
        moveTo(content, source);
      }
    }
  }

  private void seal(String path) {
    assembly.seal(
        "seal it",
        path,
        Mounts.MOUNT_ATTR_RDONLY | Mounts.MOUNT_ATTR_NOSUID | Mounts.MOUNT_ATTR_NODEV);
  }

  /**
   * Moves a mount that was made beside the root to its place in a tree of the host. The place is
   * held by its descriptor: a program of another sandbox with the same workspace may put a link
   * there at any moment (CVE-2021-30465).
   */
  private void moveTo(FileView view, String beside) {
    hold(view);
    assembly.call(
        "show it as " + view.at(),
        "move_mount",
        AT_FDCWD,
        assembly.plan().text(beside),
        assembly.plan().saved("root.target"),
        assembly.plan().text(""),
        value(Mounts.MOVE_MOUNT_T_EMPTY_PATH, "MOVE_MOUNT_T_EMPTY_PATH"));
  }

  /** Whether the caller put something of his own on a path. */
  static boolean replaces(List<FileView> views, String path) {
    return views.stream().anyMatch(view -> view.at().text().equals(path));
  }
}
