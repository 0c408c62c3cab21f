/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import java.util.List;

/** The few files of /etc that name users, groups and hosts, made up for one sandbox. */
final class Accounts {
  private static final int NOBODY = 65_534;

  private Accounts() {}

  static List<RootEntry> entries(int uid, int gid, String hostname) {
    return List.of(
        new RootEntry.Text("etc/passwd", passwd(uid, gid)),
        new RootEntry.Text("etc/group", group(gid)),
        new RootEntry.Text("etc/hosts", "127.0.0.1 localhost " + hostname + "\n::1 localhost\n"),
        new RootEntry.Text(
            "etc/nsswitch.conf",
            "passwd: files\ngroup: files\nhosts: files dns\nservices: files\n"));
  }

  private static String passwd(int uid, int gid) {
    StringBuilder out = new StringBuilder();
    if (uid != 0) {
      out.append("root:x:0:0:root:/tmp:/bin/sh\n");
    }
    out.append(uid == 0 ? "root" : "sandbox").append(":x:").append(uid).append(':').append(gid);
    out.append(":sandbox:/tmp:/bin/sh\n");
    if (uid != NOBODY) {
      out.append("nobody:x:65534:65534:nobody:/:/bin/false\n");
    }
    return out.toString();
  }

  private static String group(int gid) {
    return (gid == 0 ? "" : "root:x:0:\n")
        + (gid == 0 ? "root" : "sandbox")
        + ":x:"
        + gid
        + ":\nnogroup:x:65534:\n";
  }
}
