/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.spi.Ahead;
import io.sandbox4j.spi.FileOwner;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives each run its ids. */
final class PreparedIds implements PreparedLayer {
  private static final int ENOUGH_FOR_ONE_MORE = 64;

  private final Identity.Kind kind;
  private final @Nullable IdBlocks blocks;
  private final HostFacts host;

  PreparedIds(Identity.Kind kind, @Nullable IdBlocks blocks, HostFacts host) {
    this.kind = kind;
    this.blocks = blocks;
    this.host = host;
  }

  @Override
  public List<WallState> walls() {
    String detail =
        switch (kind) {
          case BLOCK ->
              "each run has "
                  + space().blockSize()
                  + " host ids of its own from "
                  + space().first()
                  + " up";
          case SINGLE ->
              "programs run under the JVM's own user id " + host.uid() + ", seen inside as another";
          case UNMAPPED -> "each run has 65536 host ids of its own, without a user namespace";
        };
    return List.of(new WallState(Wall.IDS, true, detail));
  }

  private IdSpace space() {
    return Objects.requireNonNull(blocks, "blocks").space();
  }

  @Override
  public void contribute(RunSpec run, PlanBuilder plan) {
    Identity identity = run.makesSandbox() ? create(run) : join(run);
    run.note(identity);
    run.note(new FileOwner(identity.guestUid(), identity.guestGid()));
    new IdSteps(plan, identity, kind == Identity.Kind.BLOCK ? space().blockSize() : 1)
        .contribute(run);
  }

  /**
   * The root that is made ahead belongs to ids that no run gets as long as it is used: a block is
   * kept for it, where there are many.
   */
  @Override
  public boolean allowsAhead(Ahead what, RunSpec run) {
    return what != Ahead.ROOT
        || (kind == Identity.Kind.BLOCK && space().blocks() >= ENOUGH_FOR_ONE_MORE);
  }

  @Override
  public void makeAhead(Ahead what, RunSpec run, PlanBuilder plan) {
    if (what == Ahead.ROOT) {
      int block = Objects.requireNonNull(blocks, "blocks").take(); // until all are closed
      Identity identity =
          identity(space().base(block), run.sandbox().uid(), run.sandbox().gid(), Optional.empty());
      run.note(identity);
      new IdSteps(plan, identity, space().blockSize()).mapInit();
    }
  }

  private Identity create(RunSpec run) {
    int uid = run.command().flatMap(c -> c.uid()).orElse(run.sandbox().uid());
    int gid = run.command().flatMap(c -> c.gid()).orElse(run.sandbox().gid());
    if (kind == Identity.Kind.SINGLE) {
      return new Identity(kind, host.uid(), host.gid(), uid, gid, host.uid(), host.gid());
    }
    Optional<WorkspaceOwner> owner = WorkspaceOwner.of(run);
    IdBlocks source = Objects.requireNonNull(blocks, "blocks");
    int block = source.take();
    run.onGone(() -> source.giveBack(block));
    long base = source.space().base(block);
    return identity(base, uid, gid, owner);
  }

  private Identity identity(long base, int uid, int gid, Optional<WorkspaceOwner> owner) {
    boolean whole = space().blockSize() > 2;
    long hostUid = owner.map(o -> (long) o.uid()).orElse(base + (whole ? uid : uid == 0 ? 0 : 1));
    long ownGid = base + (whole ? gid : gid == 0 ? 0 : 1);
    // A group of root on a workspace is no reason to hand that group to the program.
    long hostGid = owner.filter(o -> o.gid() != 0).map(o -> (long) o.gid()).orElse(ownGid);
    return new Identity(kind, base, base, uid, gid, hostUid, hostGid);
  }

  private static Identity join(RunSpec run) {
    Identity session = Identity.of(run.session().orElseThrow());
    int uid = run.command().flatMap(c -> c.uid()).orElse(session.uid());
    int gid = run.command().flatMap(c -> c.gid()).orElse(session.gid());
    if (uid == session.uid() && gid == session.gid()) {
      return session;
    }
    if (session.kind() == Identity.Kind.SINGLE) {
      throw new IllegalArgumentException(
          "user("
              + uid
              + ", "
              + gid
              + ") in a session of user "
              + session.uid()
              + ", group "
              + session.gid()
              + ": an ordinary user has one id to give, so all commands of a session share it");
    }
    return new Identity(
        session.kind(),
        session.base(),
        session.baseGid(),
        uid,
        gid,
        uid == session.uid() ? session.hostUid() : session.base() + uid,
        gid == session.gid() ? session.hostGid() : session.baseGid() + gid);
  }

  @Override
  public void close() {
    if (blocks != null) {
      blocks.close();
    }
  }
}
