/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.internal.linux.Errno;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Plans of harmless calls: they open and close descriptors of their own, read and write files in
 * memory, compute, jump, fail and are expected to. A slot that may hold a pid is never an operand,
 * for pids differ from process to process.
 */
final class RandomPlans {
  private static final int CHUNK = 32;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_NONBLOCK = 0x800;
  private static final int SIGKILL = 9;
  private static final int SIGCHLD = 17;
  private static final int CLONE_PIDFD = 0x1000;
  private static final int CLONE_NEWUTS = 0x400_0000;
  private static final int WORD = 7;
  private static final int NO_SLOT = 255;
  private static final List<Integer> ERRNOS =
      List.of(Errno.EBADF, Errno.EINVAL, Errno.EAGAIN, 29 /* ESPIPE */, Errno.EPIPE, Errno.ENXIO);

  private final RandomGenerator random;
  private final PlanBuilder plan = new PlanBuilder();
  private final Chunk[] chunks = new Chunk[6];
  private int labels;
  private boolean waits; // whether the role at hand may try again
  private boolean ends; // whether it may make calls aside

  private RandomPlans(RandomGenerator random) {
    this.random = random;
    for (int i = 0; i < chunks.length; i++) {
      byte[] content = new byte[CHUNK];
      random.nextBytes(content);
      if (random.nextBoolean()) {
        content = new byte[CHUNK];
        content[0] = (byte) -ERRNOS.get(random.nextInt(ERRNOS.size())).intValue();
        content[1] = content[2] = content[3] = -1; // an errno for LOAD32
      }
      chunks[i] = plan.bytes(content, "chunk" + i);
    }
  }

  /** The next plan. */
  static LaunchPlan next(RandomGenerator random) {
    return new RandomPlans(random).make();
  }

  private LaunchPlan make() {
    var _ = plan.passed("m0");
    var _ = plan.passed("m1");
    if (random.nextInt(3) == 0) { // then the harness passes them when they are waited for
      plan.at(Role.SHIM, Stage.PREPARE).does(label("wait"), Action.Special.AWAIT_GO);
    }
    boolean child = random.nextInt(3) == 0;
    Role role = random.nextBoolean() ? Role.INIT : Role.ENTRY;
    steps(Role.SHIM, random.nextInt(1, 20));
    if (child) {
      child(role);
    }
    if (random.nextInt(3) == 0) {
      steps(Role.PAUSE, random.nextInt(4));
      steps(Role.RESUME, random.nextInt(4));
    }
    steps(Role.END, random.nextInt(6));
    steps(Role.TEARDOWN, random.nextInt(6));
    return plan.build();
  }

  /** A process that keeps a few descriptors, does something and says so. */
  private void child(Role role) {
    boolean descriptor = random.nextBoolean();
    for (int i = random.nextInt(3); i > 0; i--) {
      Operand kept = random.nextInt(3) == 0 ? plan.passed("m0") : plan.saved("child.fd" + i);
      plan.keep(role, kept, random.nextBoolean());
      if (kept instanceof Operand.Saved && random.nextInt(8) != 0) { // else the launch fails
        plan.at(Role.SHIM, Stage.PREPARE)
            .call(label("open"), "eventfd2", number(3), number(O_NONBLOCK | O_CLOEXEC))
            .saveDescriptor("child.fd" + i);
      }
    }
    // Nothing between here that can fail: how far a child comes before it is killed is anybody's
    // guess.
    speakingChild(plan, role, descriptor, stands(), random.nextInt(3) == 0 ? 54_321 : 0);
    if (random.nextInt(8) == 0) {
      hear(plan, role, WORD + 1, descriptor);
    } else {
      hear(plan, role, WORD, random.nextInt(8) == 0 ? !descriptor : descriptor);
    }
    steps(Role.SHIM, Stage.EXEC, random.nextInt(4));
    steps(role, random.nextInt(6));
    // F_GETFD, F_SETFD, F_GETFL, F_SETFL.
    plan.at(role, Stage.PREPARE)
        .call(label("ask a few times"), "fcntl", plan.saved("end"), number(1), number(0))
        .repeat(random.nextInt(1, 5));
  }

  /** Namespaces that the child would be born in anyway, or none, or what is no namespace. */
  private List<Stand> stands() {
    if (random.nextInt(3) != 0) {
      return List.of();
    }
    var shim = plan.at(Role.SHIM, Stage.PREPARE);
    Operand path = plan.text("/proc/self/ns/uts");
    shim.call("open a namespace", "openat", Operand.AT_FDCWD, path, number(O_CLOEXEC))
        .saveDescriptor("uts");
    Operand place = random.nextInt(4) == 0 ? descriptor() : plan.saved("uts");
    return List.of(new Stand(plan.saved("uts"), CLONE_NEWUTS), new Stand(place, CLONE_NEWUTS));
  }

  /** Adds a child that says a word, with a passed descriptor or without, and its end. */
  static void speakingChild(
      PlanBuilder plan, Role role, boolean descriptor, List<Stand> stands, int owner) {
    plan.channel(role, plan.slot("child.pid"), plan.slot("control"), plan.slot("end"));
    plan.keep(role, plan.saved("end"), false);
    plan.keep(role, plan.passed("m1"), true);
    var shim = plan.at(Role.SHIM, Stage.PREPARE);
    Chunk pair = plan.room(8, "pair");
    Operand kind = number(5 | O_CLOEXEC | O_NONBLOCK);
    shim.call("make a pair", "socketpair", number(1), kind, number(0), at(pair, 0));
    shim.does("one end", Action.Special.LOAD32, at(pair, 0)).saveDescriptor("control");
    shim.does("the other", Action.Special.LOAD32, at(pair, 4)).saveDescriptor("end");
    Chunk pidfd = plan.room(8, "pidfd");
    Chunk arguments = plan.room(88, "clone_args");
    arguments.put64(0, CLONE_PIDFD).pointer(8, pidfd).put64(32, SIGCHLD);
    shim.does(
            "clone",
            Action.Special.CLONE,
            number(role.number()),
            at(arguments, 0),
            number(arguments.size()),
            stands.isEmpty() ? number(0) : at(plan.stands(stands), 0),
            number(stands.size()),
            number(owner))
        .save("child.pid");
    shim.does("hold it", Action.Special.LOAD32, at(pidfd, 0)).saveDescriptor("pidfd");
    say(plan, role, descriptor);
    var end = plan.at(Role.END, Stage.PREPARE);
    end.call(
            "kill it",
            "pidfd_send_signal",
            plan.saved("pidfd"),
            number(SIGKILL),
            Operand.NULL,
            number(0))
        .ifPresent()
        .unless(Errno.ESRCH);
    end.does("has it ended?", Action.Special.EXITED, number(role.number())).unless(Errno.EAGAIN);
    end.does("reap it", Action.Special.AWAIT_EXIT, number(role.number()));
    end.does("now it has", Action.Special.EXITED, number(role.number())).save("ended");
    end.does("say so", Action.Special.REPORT_END);
  }

  /** Adds the step that hears the child. */
  static void hear(PlanBuilder plan, Role role, boolean descriptor) {
    hear(plan, role, WORD, descriptor);
  }

  private static void hear(PlanBuilder plan, Role role, int code, boolean descriptor) {
    plan.at(Role.SHIM, Stage.CGROUP)
        .does(
            "hear it",
            Action.Special.AWAIT,
            number(role.number()),
            number(code),
            number(descriptor ? plan.slot("heard").index() : NO_SLOT),
            number(plan.slot("got").index()),
            number(descriptor ? 1 : 0));
  }

  private static void say(PlanBuilder plan, Role role, boolean descriptor) {
    var steps = plan.at(role, Stage.EXEC);
    Chunk word = plan.room(16, "word").put32(0, WORD).put32(8, 4711).put32(12, role.number());
    Chunk vector = plan.room(16, "iov").pointer(0, word).put64(8, 16);
    Chunk header = plan.room(56, "msghdr").pointer(16, vector).put64(24, 1);
    if (descriptor) {
      Chunk control = plan.room(24, "control").put64(0, 20).put32(8, 1).put32(12, 1);
      header.pointer(32, control).put64(40, 24);
      steps.does("put it in", Action.Special.STORE32, at(control, 16), plan.passed("m1"));
    }
    steps.call("say it", "sendmsg", plan.saved("end"), at(header, 0), number(0x4000)).exactly(16);
  }

  private void steps(Role role, int count) {
    steps(role, Stage.PREPARE, count);
  }

  private void steps(Role role, Stage stage, int count) {
    var at = plan.at(role, stage);
    ends = role == Role.END || role == Role.TEARDOWN;
    waits = ends || role == Role.SHIM;
    for (int i = 0; i < count; i++) {
      step(at);
    }
    for (int i = 0; i < 3; i++) { // what a jump at the end leaves out
      at.call(label("user"), "getuid").save(slot());
    }
  }

  private void step(PlanBuilder.Place at) {
    switch (random.nextInt(16)) {
      case 0, 1 -> treat(getter(at), false);
      case 2 -> treat(opened(at), true);
      case 3 -> pipe(at);
      case 4 -> {
        if (random.nextInt(4) == 0) {
          Operand command = number(random.nextInt(1, 4));
          treat(at.call(label("ask"), "fcntl", descriptor(), command, number(0)), false);
        } else {
          treat(duplicate(at), true);
        }
      }
      case 5, 6 -> close(at);
      case 7, 8, 9 -> treat(transfer(at), false);
      case 10, 11, 12 -> compute(at);
      case 13 -> {
        if (ends && random.nextBoolean()) {
          transfer(at).ifPresent().aside();
        } else {
          treat(position(at), false);
        }
      }
      case 14 -> lists(at);
      default -> wrong(at);
    }
  }

  private PlanBuilder.Added getter(PlanBuilder.Place at) {
    String label = label("ask");
    return switch (random.nextInt(9)) {
      case 0 -> at.call(label, "getuid");
      case 1 -> at.call(label, "getegid");
      case 2 -> at.call(label, "umask", number(random.nextInt(512)));
      case 3 -> at.call(label, "sched_get_priority_max", number(random.nextInt(9)));
      case 4 -> at.call(label, "prctl", number(random.nextInt(2) == 0 ? 3 : 7)); // GET_DUMPABLE..
      case 5 -> at.call(label, "prctl", number(39), number(0), number(0), number(0), number(0));
      case 6 -> at.call(label, "getpriority", number(random.nextInt(5)), number(0));
      case 7 -> at.call(label, "personality", number(0xffff_ffffL));
      default -> {
        at.call(label("pid"), random.nextBoolean() ? "getpid" : "gettid").save("pid");
        yield at.call(label, "geteuid");
      }
    };
  }

  private PlanBuilder.Added opened(PlanBuilder.Place at) {
    int flags = random.nextInt(6) == 0 ? 0x10_0000 : O_CLOEXEC | O_NONBLOCK;
    String label = label("open");
    return switch (random.nextInt(3)) {
      case 0 -> at.call(label, "eventfd2", number(random.nextInt(9)), number(flags));
      case 1 -> at.call(label, "epoll_create1", number(flags & ~O_NONBLOCK));
      default -> at.call(label, "memfd_create", plan.text("random"), number(random.nextInt(4)));
    };
  }

  private void pipe(PlanBuilder.Place at) {
    Chunk chunk = chunk();
    int flags = random.nextInt(6) == 0 ? 1 << 30 : O_CLOEXEC | O_NONBLOCK;
    treat(at.call(label("pipe"), "pipe2", at(chunk, 8), number(flags)), false);
    boolean owned = random.nextBoolean();
    for (int i = 0; i < 2; i++) {
      var end = at.does(label("take an end"), Action.Special.LOAD32, at(chunk, 8 + 4 * i));
      PlanBuilder.Added _ =
          owned ? end.saveDescriptor(descriptorSlot()) : end.save(descriptorSlot());
      tolerate(end);
    }
  }

  private PlanBuilder.Added duplicate(PlanBuilder.Place at) {
    String label = label("duplicate");
    return switch (random.nextInt(3)) {
      case 0 -> at.call(label, "dup", descriptor());
      case 1 ->
          at.call(label, "dup3", descriptor(), number(random.nextInt(20, 40)), number(O_CLOEXEC));
      default -> at.call(label, "fcntl", descriptor(), number(1030), number(random.nextInt(290)));
    };
  }

  private void close(PlanBuilder.Place at) {
    var close = at.call(label("close"), "close", plan.saved(descriptorSlot()));
    if (random.nextBoolean()) {
      close.clears();
    }
    if (random.nextBoolean()) {
      close.ifPresent();
    }
    tolerate(close);
  }

  private PlanBuilder.Added transfer(PlanBuilder.Place at) {
    int offset = random.nextInt(CHUNK);
    Operand length = number(random.nextInt(CHUNK - offset + 1));
    Operand bytes = at(chunk(), offset);
    Operand place = number(random.nextInt(64));
    return switch (random.nextInt(4)) {
      case 0 -> at.call(label("write"), "write", descriptor(), bytes, length);
      case 1 -> at.call(label("read"), "read", descriptor(), bytes, length);
      case 2 -> at.call(label("write at"), "pwrite64", descriptor(), bytes, length, place);
      default -> at.call(label("read at"), "pread64", descriptor(), bytes, length, place);
    };
  }

  private PlanBuilder.Added position(PlanBuilder.Place at) {
    Operand place = number(random.nextInt(-4, 128));
    return random.nextBoolean()
        ? at.call(label("seek"), "lseek", descriptor(), place, number(random.nextInt(4)))
        : at.call(label("cut"), "ftruncate", descriptor(), place);
  }

  private void compute(PlanBuilder.Place at) {
    String label = label("compute");
    int offset = random.nextInt(9);
    Operand value = random.nextBoolean() ? number(random.nextLong()) : saved();
    PlanBuilder.Added step =
        switch (random.nextInt(6)) {
          case 0 -> at.does(label, Action.Special.STORE32, at(chunk(), offset), value);
          case 5 -> {
            at.does(label(label), Action.Special.DECIMAL, at(chunk(), offset), value).ifPresent();
            Operand least = number(random.nextInt(40));
            Operand most = number(random.nextLong());
            yield at.does(label, Action.Special.BETWEEN, at(chunk(), offset), least, most);
          }
          case 4 ->
              at.does(
                  label,
                  Action.Special.BETWEEN,
                  plan.text(random.nextBoolean() ? "" : Integer.toString(random.nextInt(120))),
                  number(random.nextInt(3)),
                  number(random.nextInt(100)));
          case 1 -> at.does(label, Action.Special.STORE64, at(chunk(), offset), value);
          case 2 ->
              at.does(
                  label,
                  Action.Special.DECIMAL,
                  at(chunk(), offset),
                  value,
                  number(random.nextInt(23)));
          default -> at.does(label, Action.Special.LOAD32, at(chunk(), random.nextInt(29)));
        };
    treat(step, false);
  }

  /** Lists of processes that cannot exist: their numbers are above any kernel's limit. */
  private void lists(PlanBuilder.Place at) {
    at.call(label("list"), "memfd_create", plan.text("list"), number(1)).save("list");
    int count = random.nextInt(4);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(random.nextInt(10_000_000, 100_000_000)).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    at.call(
            label("fill"),
            "write",
            plan.saved("list"),
            at(plan.bytes(bytes, "list"), 0),
            number(bytes.length))
        .exactly(bytes.length);
    if (random.nextBoolean()) {
      var move =
          at.does(label("move"), Action.Special.MOVE_LISTED, plan.saved("list"), plan.passed("m1"));
      tolerate(move);
    } else {
      var kill = at.does(label("kill"), Action.Special.KILL_LISTED, plan.saved("list"));
      PlanBuilder.Added _ =
          random.nextInt(30) == 0 && waits ? kill.again(Errno.EAGAIN) : tolerate(kill);
    }
    at.call(label("close"), "close", plan.saved("list")).clears();
  }

  /** Calls that go wrong. */
  private void wrong(PlanBuilder.Place at) {
    String label = label("go wrong");
    var step =
        switch (random.nextInt(6)) {
          case 0 -> at.call(label, "close", number(-1));
          case 1 -> at.call(label, "read", number(5000), at(chunk(), 0), number(1));
          case 2 -> at.call(label, "write", descriptor(), number(8, "unmapped"), number(1));
          case 3 -> at.call(label, "lseek", number(0), number(-1), number(77));
          case 4 -> at.call(label, "dup", number(1 << 20));
          default -> at.call(label, "fcntl", number(999), number(3));
        };
    if (random.nextInt(12) == 0) {
      treat(step, false); // likely the end of the role
    } else {
      step.unless(Errno.EBADF);
      PlanBuilder.Added _ =
          random.nextBoolean() ? step.unless(Errno.EFAULT) : step.skip(Errno.EINVAL, 2);
    }
  }

  /** Something about the result, most often such that the plan goes on. */
  private void treat(PlanBuilder.Added step, boolean descriptor) {
    switch (random.nextInt(8)) {
      case 0 -> step.exactly(random.nextInt(CHUNK));
      case 1 -> step.ifPresent();
      default -> {
        if (random.nextInt(4) != 0) {
          PlanBuilder.Added _ =
              !descriptor
                  ? step.save(slot())
                  : random.nextBoolean()
                      ? step.saveDescriptor(descriptorSlot())
                      : step.save(descriptorSlot());
        }
      }
    }
    tolerate(step);
  }

  private PlanBuilder.Added tolerate(PlanBuilder.Added step) {
    int first = ERRNOS.get(random.nextInt(3));
    int second = ERRNOS.get(random.nextInt(3, ERRNOS.size()));
    if (random.nextInt(3) == 0) {
      step.skip(first, random.nextInt(1, 4));
    } else {
      step.unless(first);
    }
    if (random.nextInt(3) != 0) {
      step.unless(second);
    }
    return random.nextInt(3) == 0 ? step : step.ifPresent();
  }

  private String label(String what) {
    return what + " " + labels++;
  }

  /** For a number; a child that took one for a descriptor could write into its control socket. */
  private String slot() {
    return "n" + random.nextInt(5);
  }

  private String descriptorSlot() {
    return "s" + random.nextInt(6);
  }

  private Operand saved() {
    return plan.saved(random.nextBoolean() ? slot() : descriptorSlot());
  }

  private Operand descriptor() {
    return switch (random.nextInt(5)) {
      case 0 -> plan.passed("m" + random.nextInt(2));
      default -> plan.saved(descriptorSlot());
    };
  }

  private Chunk chunk() {
    return chunks[random.nextInt(chunks.length)];
  }

  private static Operand at(Chunk chunk, int offset) {
    return new Operand.Address(chunk, offset);
  }

  private static Operand number(long value) {
    return Operand.value(value);
  }

  private static Operand number(long value, String shown) {
    return Operand.value(value, shown);
  }
}
