/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.seccomp.ArgumentTest.MaskedEqual;
import io.sandbox4j.seccomp.JsonReader.Items;
import io.sandbox4j.seccomp.JsonReader.Members;
import io.sandbox4j.seccomp.JsonReader.Nothing;
import io.sandbox4j.seccomp.JsonReader.Text;
import io.sandbox4j.seccomp.JsonReader.Value;
import io.sandbox4j.seccomp.JsonReader.Whole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Reads one profile for one target. */
final class OciReader {
  private static final int MOST_RULES = 20_000;
  private static final Set<String> MEMBERS =
      Set.of(
          "defaultAction",
          "defaultErrnoRet",
          "defaultErrno",
          "architectures",
          "archMap",
          "flags",
          "listenerPath",
          "listenerMetadata",
          "syscalls");
  private static final Set<String> RULE_MEMBERS =
      Set.of(
          "name",
          "names",
          "action",
          "args",
          "comment",
          "includes",
          "excludes",
          "errnoRet",
          "errno");

  /** A condition that no argument meets; an empty list is one that every argument meets. */
  private static final List<ArgumentCondition> NEVER =
      List.of(ArgumentCondition.eq(0, 0), ArgumentCondition.ne(0, 0));

  /** A rule as it applies here: one set of conditions. */
  private record Rule(List<ArgumentCondition> conditions, SeccompAction action, String reason) {}

  private final String name;
  private final JsonReader json;
  private final OciTarget target;
  private final Map<String, SyscallHandler> handlers;
  private String listener = "listener";
  private final List<String> notes = new ArrayList<>();
  private final Set<String> foreign = new TreeSet<>();
  private final Map<String, List<Rule>> rules = new LinkedHashMap<>();
  private int count;

  OciReader(String name, String text, OciTarget target, Map<String, SyscallHandler> handlers) {
    this.handlers = handlers;
    this.name = name;
    this.json = new JsonReader(name, text);
    this.target = target;
  }

  OciImport read() {
    var profile = members(json.read());
    unknown(profile, MEMBERS, "a profile");
    int errno = number(profile, "defaultErrnoRet", "defaultErrno").orElse(Errno.EPERM);
    optional(profile, "listenerMetadata").ifPresent(value -> listener = text(value));
    var otherwise = action(required(profile, "defaultAction"), errno);
    architectures(profile);
    if (profile.all().containsKey("flags") || profile.all().containsKey("listenerPath")) {
      notes.add("flags and listenerPath say how to install a filter and are left out");
    }
    for (var rule : items(profile, "syscalls")) {
      rule(members(rule));
    }
    if (!foreign.isEmpty()) {
      notes.add("no calls of a 64-bit entry: " + String.join(", ", foreign));
    }
    var policy = new SeccompPolicy(name, otherwise, List.of(group()));
    for (var grant : policy.dangers()) {
      notes.add("grants " + grant + ": to use it, add \"accept " + grant.word() + " -- REASON\"");
    }
    return new OciImport(policy, notes);
  }

  private SeccompGroup group() {
    List<SyscallRule> all = new ArrayList<>();
    rules.forEach((call, some) -> ordered(call, some).forEach(all::add));
    return new SeccompGroup("profile", "The rules of the profile " + name + ".", all);
  }

  /** One rule without conditions decides alone; of two with the same conditions the first does. */
  private static List<SyscallRule> ordered(String call, List<Rule> some) {
    for (var rule : some) {
      if (rule.conditions().isEmpty()) {
        return List.of(new SyscallRule(call, List.of(), rule.action(), rule.reason()));
      }
    }
    List<SyscallRule> ordered = new ArrayList<>();
    Set<Set<ArgumentCondition>> seen = new HashSet<>();
    for (var rule : some) {
      if (seen.add(Set.copyOf(rule.conditions()))) {
        ordered.add(new SyscallRule(call, rule.conditions(), rule.action(), rule.reason()));
      }
    }
    return ordered;
  }

  private void architectures(Members profile) {
    Set<String> named = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    for (var architecture : items(profile, "architectures")) {
      named.add(text(architecture));
    }
    for (var entry : items(profile, "archMap")) {
      var map = members(entry);
      String architecture = text(required(map, "architecture"));
      if (target.architectureNames().contains(architecture)) {
        items(map, "subArchitectures").forEach(sub -> others.add(text(sub)));
      }
      named.add(architecture);
    }
    boolean mine = named.stream().anyMatch(target.architectureNames()::contains);
    if (!named.isEmpty() && !mine) {
      throw json.mistake(
          profile.offset(),
          "the profile is for " + String.join(", ", named) + ", not for " + target.abi());
    }
    items(profile, "architectures").forEach(a -> others.add(text(a)));
    others.removeAll(target.architectureNames());
    if (!others.isEmpty()) {
      notes.add(String.join(", ", others) + " stay refused: a filter is for one entry");
    }
  }

  private void rule(Members rule) {
    unknown(rule, RULE_MEMBERS, "a rule");
    List<Value> names = new ArrayList<>(items(rule, "names"));
    optional(rule, "name").ifPresent(names::add);
    if (names.isEmpty()) {
      throw json.mistake(rule.offset(), "the rule has no names");
    }
    int errno = number(rule, "errnoRet", "errno").orElse(Errno.EPERM);
    var action = action(required(rule, "action"), errno);
    var choices = conditions(items(rule, "args"));
    boolean applies = applies(rule);
    String reason = reason(rule);
    for (var named : names) {
      String call = text(named);
      if (!SyscallAbi.anyHas(call)) {
        if (!ForeignCalls.NAMES.contains(call)) {
          throw json.mistake(named.offset(), NearestName.unknownCall(call));
        }
        foreign.add(call);
        continue;
      }
      if (applies && target.abi().number(call).isPresent()) {
        for (var conditions : choices) {
          if (++count > MOST_RULES) {
            throw json.mistake(rule.offset(), "more than " + MOST_RULES + " rules");
          }
          rules
              .computeIfAbsent(call, _ -> new ArrayList<>())
              .add(new Rule(conditions, action, reason));
        }
      }
    }
  }

  private String reason(Members rule) {
    String comment = optional(rule, "comment").map(this::text).orElse("");
    var plain = new StringBuilder();
    comment.chars().forEach(c -> plain.append(c == '#' || c < ' ' || c == 0x7f ? ' ' : (char) c));
    return plain.toString().isBlank() ? "the profile " + name : plain.toString();
  }

  private boolean applies(Members rule) {
    boolean applies = true;
    var includes = optional(rule, "includes");
    if (includes.isPresent()) {
      var wanted = members(includes.get());
      applies &= target.capabilities().containsAll(texts(wanted, "caps"));
      List<String> arches = texts(wanted, "arches");
      applies &= arches.isEmpty() || arches.stream().anyMatch(isMine());
      applies &= kernel(wanted).map(target::isAtLeast).orElse(true);
    }
    var excludes = optional(rule, "excludes");
    if (excludes.isPresent()) {
      var unwanted = members(excludes.get());
      applies &= texts(unwanted, "caps").stream().noneMatch(target.capabilities()::contains);
      applies &= texts(unwanted, "arches").stream().noneMatch(isMine());
      applies &= !kernel(unwanted).map(target::isAtLeast).orElse(false);
    }
    return applies;
  }

  private Predicate<String> isMine() {
    return target.architectureNames()::contains;
  }

  private Optional<String> kernel(Members filter) {
    unknown(filter, Set.of("caps", "arches", "minKernel"), "a filter of rules");
    return optional(filter, "minKernel")
        .map(value -> {
          String release = text(value);
          if (!OciTarget.isRelease(release)) {
            throw json.mistake(value.offset(), "\"" + release + "\" is no kernel's release");
          }
          return release;
        });
  }

  /** The conditions of which one list must hold; none when no arguments can meet them. */
  private List<List<ArgumentCondition>> conditions(List<Value> args) {
    List<List<ArgumentCondition>> each = new ArrayList<>();
    Set<Integer> arguments = new HashSet<>();
    boolean apart = false;
    for (var arg : args) {
      var members = members(arg);
      unknown(members, Set.of("index", "value", "valueTwo", "op"), "a condition");
      var index = required(members, "index");
      BigInteger whole = whole(index);
      if (whole.signum() < 0 || whole.compareTo(BigInteger.valueOf(5)) > 0) {
        throw json.mistake(index.offset(), "argument " + whole + " is not within 0..5");
      }
      apart |= !arguments.add(whole.intValue());
      each.add(condition(members, whole.intValue()));
    }
    List<List<ArgumentCondition>> choices = new ArrayList<>();
    if (apart) {
      for (var one : each) {
        Optional.of(one).filter(c -> !c.equals(NEVER)).ifPresent(choices::add);
      }
    } else {
      List<ArgumentCondition> all = new ArrayList<>();
      each.forEach(all::addAll);
      if (!each.contains(NEVER)) {
        choices.add(all);
      }
    }
    return choices;
  }

  private List<ArgumentCondition> condition(Members arg, int index) {
    long value = value(arg, "value");
    var op = required(arg, "op");
    return switch (text(op)) {
      case "SCMP_CMP_MASKED_EQ" -> {
        long wanted = value(arg, "valueTwo") & value;
        yield value == 0 ? List.of() : List.of(full(index, new MaskedEqual(value, wanted)));
      }
      case "SCMP_CMP_EQ" -> List.of(ArgumentCondition.eq(index, value));
      case "SCMP_CMP_NE" -> List.of(ArgumentCondition.ne(index, value));
      case "SCMP_CMP_LT" -> value == 0 ? NEVER : List.of(ArgumentCondition.lt(index, value));
      case "SCMP_CMP_GE" -> value == 0 ? List.of() : List.of(ArgumentCondition.ge(index, value));
      case "SCMP_CMP_LE" -> value == -1 ? List.of() : List.of(ArgumentCondition.le(index, value));
      case "SCMP_CMP_GT" -> value == -1 ? NEVER : List.of(ArgumentCondition.gt(index, value));
      default ->
          throw json.mistake(
              op.offset(),
              "\""
                  + text(op)
                  + "\" compares nothing: expected SCMP_CMP_ and EQ, NE, LT, LE, GT, GE or"
                  + " MASKED_EQ");
    };
  }

  private static ArgumentCondition full(int index, ArgumentTest test) {
    return new ArgumentCondition(index, ArgumentCondition.Width.FULL_64, test);
  }

  private SeccompAction action(Value value, int errno) {
    return switch (text(value)) {
      case "SCMP_ACT_ALLOW" -> new SeccompAction.Allow();
      case "SCMP_ACT_LOG" -> new SeccompAction.Log();
      case "SCMP_ACT_ERRNO" -> new SeccompAction.Errno(errno, false);
      case "SCMP_ACT_TRAP" -> new SeccompAction.Trap(0);
      case "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD" -> new SeccompAction.KillThread();
      case "SCMP_ACT_KILL_PROCESS" -> new SeccompAction.KillProcess(false);
      case "SCMP_ACT_TRACE" -> {
        String note = "SCMP_ACT_TRACE gives ENOSYS, as where nobody traces";
        if (!notes.contains(note)) {
          notes.add(note);
        }
        yield new SeccompAction.Errno(Errno.ENOSYS, false);
      }
      case "SCMP_ACT_NOTIFY" -> notified(value);
      default ->
          throw json.mistake(
              value.offset(),
              "\""
                  + text(value)
                  + "\" is no action: expected SCMP_ACT_ and ALLOW, LOG, ERRNO, TRAP, KILL,"
                  + " KILL_THREAD, KILL_PROCESS, TRACE or NOTIFY");
    };
  }

  private SeccompAction notified(Value value) {
    SyscallHandler handler = handlers.get(listener);
    if (handler == null) {
      throw json.mistake(
          value.offset(),
          "SCMP_ACT_NOTIFY needs the listener that the profile was made for: no handler named \""
              + listener
              + "\" was given");
    }
    try {
      return SeccompAction.notify(listener, handler);
    } catch (IllegalArgumentException noName) {
      throw json.mistake(value.offset(), String.valueOf(noName.getMessage()));
    }
  }

  /** An errno by number or, in Podman's profiles, by name. */
  private Optional<Integer> number(Members of, String byNumber, String byName) {
    var number = optional(of, byNumber);
    if (number.isPresent()) {
      BigInteger whole = whole(number.get());
      if (whole.signum() < 0 || whole.compareTo(BigInteger.valueOf(4095)) > 0) {
        throw json.mistake(number.get().offset(), "errno " + whole + " is not within 0..4095");
      }
      return Optional.of(whole.intValue());
    }
    var text = optional(of, byName);
    return text.map(value -> {
      OptionalInt errno = ErrnoNames.number(text(value));
      if (errno.isEmpty()) {
        throw json.mistake(value.offset(), "there is no errno \"" + text(value) + "\"");
      }
      return errno.getAsInt();
    });
  }

  private long value(Members arg, String member) {
    var value = optional(arg, member);
    if (value.isEmpty()) {
      return 0;
    }
    BigInteger whole = whole(value.get());
    if (whole.signum() < 0 || whole.bitLength() > 64) {
      throw json.mistake(value.get().offset(), whole + " is no number of 64 bits");
    }
    return whole.longValue();
  }

  private void unknown(Members of, Set<String> known, String what) {
    for (var member : of.all().entrySet()) {
      if (!known.contains(member.getKey())) {
        throw json.mistake(
            member.getValue().offset(),
            what
                + " has no member \""
                + member.getKey()
                + "\""
                + NearestName.suggestion(member.getKey(), known.stream().sorted()));
      }
    }
  }

  private Members members(Value value) {
    if (value instanceof Members members) {
      return members;
    }
    throw json.mistake(value.offset(), "an object is wanted");
  }

  private BigInteger whole(Value value) {
    if (value instanceof Whole(_, BigInteger whole)) {
      return whole;
    }
    throw json.mistake(value.offset(), "a number is wanted");
  }

  private String text(Value value) {
    if (value instanceof Text(_, String text)) {
      return text;
    }
    throw json.mistake(value.offset(), "a string is wanted");
  }

  private static Optional<Value> optional(Members of, String member) {
    return Optional.ofNullable(of.all().get(member)).filter(value -> !(value instanceof Nothing));
  }

  private Value required(Members of, String member) {
    return optional(of, member)
        .orElseThrow(() -> json.mistake(of.offset(), "\"" + member + "\" is missing"));
  }

  private List<Value> items(Members of, String member) {
    var value = optional(of, member);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof Items(_, List<Value> all)) {
      return all;
    }
    throw json.mistake(value.get().offset(), "a list is wanted");
  }

  private List<String> texts(Members of, String member) {
    return items(of, member).stream().map(this::text).toList();
  }

  /** Names of calls of other entries and architectures. */
  private static final class ForeignCalls {
    static final Set<String> NAMES = read();

    private static Set<String> read() {
      try (var in = OciReader.class.getResourceAsStream("foreign-calls.txt")) {
        if (in == null) {
          throw new IllegalStateException("foreign-calls.txt is missing; was the jar repackaged?");
        }
        Set<String> names = new HashSet<>();
        new String(in.readAllBytes(), US_ASCII)
            .lines()
            .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
            .forEach(names::add);
        return Set.copyOf(names);
      } catch (IOException e) {
        throw new UncheckedIOException("reading foreign-calls.txt", e);
      }
    }
  }
}
