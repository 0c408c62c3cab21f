/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import io.sandbox4j.GuestPath;
import io.sandbox4j.spi.FileView;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells on which mount a path of the sandbox lies, and so who may make something there. Views are
 * added in the order in which they are mounted.
 */
final class Layout {

  /** What a path lies on. */
  enum Ground {
    /** The root itself: made by init before the root is sealed. */
    ROOT,
    /** A tmpfs of this run: made by init, and nobody else has been there. */
    FRESH,
    /** A writable tree of the host, where an earlier program may have left links. */
    WORKSPACE,
    /** A read-only tree of the host: what is not there cannot be made. */
    HOST,
    /** A file system of the kernel. */
    KERNEL
  }

  private final Skeleton skeleton;
  private final Map<GuestPath, Ground> mounts = new LinkedHashMap<>();

  Layout(Skeleton skeleton) {
    this.skeleton = skeleton;
    for (String place : new String[] {"/work", "/tmp", "/dev/shm"}) {
      mounts.put(new GuestPath(place), Ground.FRESH);
    }
    mounts.put(new GuestPath("/proc"), Ground.KERNEL);
    mounts.put(new GuestPath("/dev"), Ground.KERNEL);
  }

  /** The next view is mounted. */
  void add(FileView view) {
    switch (view) {
      case FileView.BindWritable bind -> mounts.put(bind.at(), Ground.WORKSPACE);
      case FileView.BindReadOnly bind -> mounts.put(bind.at(), Ground.HOST);
      case FileView.Tmpfs tmpfs -> mounts.put(tmpfs.at(), Ground.FRESH);
      case FileView.Content _ -> {}
    }
  }

  /**
   * What a path lies on. A tmpfs inside a workspace counts as workspace: the way to it leads
   * through directories whose names others may change.
   */
  Ground of(GuestPath path) {
    for (Map.Entry<GuestPath, Ground> mount : mounts.entrySet()) {
      if (mount.getValue() == Ground.WORKSPACE && mount.getKey().contains(path)) {
        return nearest(path) == Ground.HOST ? Ground.HOST : Ground.WORKSPACE;
      }
    }
    return nearest(path);
  }

  /** Whether the directory that holds a path is a tmpfs of this run, where nothing is there yet. */
  boolean isFreshAround(GuestPath path) {
    int slash = path.text().lastIndexOf('/');
    return slash > 0 && nearest(new GuestPath(path.text().substring(0, slash))) == Ground.FRESH;
  }

  private Ground nearest(GuestPath path) {
    GuestPath longest = null;
    for (GuestPath mount : mounts.keySet()) {
      if (mount.contains(path)
          && (longest == null || mount.text().length() > longest.text().length())) {
        longest = mount;
      }
    }
    if (longest != null) {
      return mounts.getOrDefault(longest, Ground.ROOT);
    }
    return skeleton.covering(inRoot(path)).isPresent() ? Ground.HOST : Ground.ROOT;
  }

  /** The path without its leading slash. */
  static String inRoot(GuestPath path) {
    return path.text().substring(1);
  }
}
