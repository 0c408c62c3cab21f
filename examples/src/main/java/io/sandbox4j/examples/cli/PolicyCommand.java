/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.seccomp.FilterCompiler;
import io.sandbox4j.seccomp.FilterOptions;
import io.sandbox4j.seccomp.OciProfile;
import io.sandbox4j.seccomp.OciTarget;
import io.sandbox4j.seccomp.PolicyExplanation;
import io.sandbox4j.seccomp.SeccompMode;
import io.sandbox4j.seccomp.SeccompPolicy;
import io.sandbox4j.seccomp.SyscallAbi;
import io.sandbox4j.seccomp.SyscallSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** A subcommand of {@code sandbox seccomp}. */
final class PolicyCommand implements Callable<Integer> {
  private static final String STANDARD = "-";

  /** Architectures as {@code --arch} names them. */
  enum Machine {
    x86_64(SyscallAbi.X86_64),
    aarch64(SyscallAbi.AARCH64);

    private final SyscallAbi abi;

    Machine(SyscallAbi abi) {
      this.abi = abi;
    }
  }

  private final ToIntFunction<PolicyCommand> action;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private final OptionSpec arch =
      Options.value(
          "--arch",
          "ARCH",
          Machine.class,
          "Architecture: ${COMPLETION-CANDIDATES}. Default: this machine's.");

  private final OptionSpec output =
      OptionSpec.builder("--output")
          .paramLabel("FILE")
          .type(String.class)
          .required(true)
          .description("Where to write to; - for standard output.")
          .build();

  private final OptionSpec call =
      Options.value("--call", "NAME", String.class, "Only what is said of this call.");

  private final OptionSpec listing =
      Options.flag("--bpf", "Print the filter's instructions as well.");

  private PolicyCommand(String name, ToIntFunction<PolicyCommand> action, String... description) {
    this.action = action;
    Options.begin(spec, name);
    spec.usageMessage().width(Options.HELP_WIDTH).sortOptions(false).description(description);
  }

  static List<PolicyCommand> all() {
    return List.of(list(), explain(), diff(), compile(), imported(), export());
  }

  private static PolicyCommand list() {
    return new PolicyCommand(
        "list",
        PolicyCommand::printList,
        "Print the policies that come with the library, how many calls each leaves reachable and"
            + " how long its filter is; then the sets of calls for @NAME in policy files.");
  }

  private static PolicyCommand explain() {
    var command =
        new PolicyCommand(
            "explain", PolicyCommand::printExplanation, "Tell what a policy says, row by row.");
    command.takes("POLICY").addOption(command.call).addOption(command.listing);
    command.spec.addOption(command.arch);
    return command;
  }

  private static PolicyCommand diff() {
    var command =
        new PolicyCommand(
            "diff", PolicyCommand::printDifference, "Tell in which calls two policies differ.");
    command.takes("POLICY");
    command.takes("OTHER");
    Map<String, String> statuses = new LinkedHashMap<>();
    statuses.put("0", "the policies say the same");
    statuses.put("1", "they differ");
    statuses.put("125", "a policy cannot be read");
    command.spec.usageMessage().exitCodeListHeading("%nExit status:%n").exitCodeList(statuses);
    return command;
  }

  private static PolicyCommand compile() {
    var command =
        new PolicyCommand(
            "compile",
            PolicyCommand::writeFilter,
            "Write a policy's filter as the kernel takes it: records of struct sock_filter, 8 bytes"
                + " each. What the policy reports is refused without a report: reports need a"
                + " supervisor.");
    command.takes("POLICY").addOption(command.output).addOption(command.arch);
    return command;
  }

  private static PolicyCommand imported() {
    var command =
        new PolicyCommand(
            "import",
            PolicyCommand::writePolicy,
            "Read a seccomp profile of Docker, containerd, Podman or OCI, for a container without"
                + " capabilities, and write it as a policy file. Notes on what has no meaning here"
                + " go to standard error.");
    command.takesPath("PROFILE").addOption(command.output).addOption(command.arch);
    return command;
  }

  private static PolicyCommand export() {
    var command =
        new PolicyCommand(
            "export",
            PolicyCommand::writeProfile,
            "Write a policy as a seccomp profile that Docker, containerd and Podman read.");
    command.takes("POLICY").addOption(command.output).addOption(command.arch);
    return command;
  }

  CommandSpec spec() {
    return spec;
  }

  private CommandSpec takes(String label) {
    return spec.addPositional(
        positional(label).type(SeccompPolicy.class).converters(new PolicyConverter()).build());
  }

  private CommandSpec takesPath(String label) {
    return spec.addPositional(positional(label).type(String.class).build());
  }

  private PositionalParamSpec.Builder positional(String label) {
    return PositionalParamSpec.builder()
        .index(String.valueOf(spec.positionalParameters().size()))
        .arity("1")
        .required(true)
        .paramLabel(label)
        .description(
            label.equals("PROFILE")
                ? "The profile's JSON; - for standard input."
                : "A policy's name, the path of a policy file, or - for standard input.");
  }

  @Override
  public Integer call() {
    try {
      return action.applyAsInt(this);
    } catch (IllegalArgumentException | UncheckedIOException mistake) {
      throw new ParameterException(
          spec.commandLine(), String.valueOf(mistake.getMessage()), mistake);
    }
  }

  private int printList() {
    for (String name : SeccompPolicy.names()) {
      SeccompPolicy policy = SeccompPolicy.named(name);
      print("%-12s".formatted(name));
      for (Machine machine : Machine.values()) {
        var filter =
            new FilterCompiler()
                .compile(policy, FilterOptions.of(machine.abi, SeccompMode.ENFORCE));
        print(
            "  %s: %d calls, %d instructions"
                .formatted(
                    machine, policy.reachable(machine.abi).size(), filter.instructionCount()));
      }
      print(System.lineSeparator());
    }
    print(System.lineSeparator());
    for (SyscallSet set : SyscallSet.all()) {
      print("@%-22s %s%n".formatted(set.name(), set.intent()));
    }
    return flushed(0);
  }

  private int printExplanation() {
    String only = call.getValue();
    print(only == null ? PolicyExplanation.of(policy(0)) : PolicyExplanation.of(policy(0), only));
    if (Options.isGiven(listing)) {
      print(System.lineSeparator());
      var options = FilterOptions.of(abi(), SeccompMode.ENFORCE);
      print(new FilterCompiler().compile(policy(0), options).disassembly());
    }
    return flushed(0);
  }

  private int printDifference() {
    List<String> lines = PolicyExplanation.difference(policy(0), policy(1));
    lines.forEach(line -> print(line + System.lineSeparator()));
    return flushed(lines.isEmpty() ? 0 : 1);
  }

  private int writeFilter() {
    var options = FilterOptions.of(abi(), SeccompMode.ENFORCE).silent();
    write(new FilterCompiler().compile(policy(0), options).bytes());
    return 0;
  }

  private int writePolicy() {
    String path = spec.positionalParameters().getFirst().getValue();
    var read = OciProfile.read(nameOf(path), text(path), OciTarget.sandbox(abi()));
    var err = spec.commandLine().getErr();
    read.notes().forEach(note -> err.println("note: " + note));
    err.flush();
    write(read.policy().toText().getBytes(StandardCharsets.UTF_8));
    return 0;
  }

  private int writeProfile() {
    write(OciProfile.write(policy(0), abi()).getBytes(StandardCharsets.UTF_8));
    return 0;
  }

  private SeccompPolicy policy(int index) {
    return spec.positionalParameters().get(index).getValue();
  }

  private SyscallAbi abi() {
    Machine machine = arch.getValue();
    return machine == null ? SyscallAbi.current() : machine.abi;
  }

  private void print(String text) {
    spec.commandLine().getOut().print(text);
  }

  private int flushed(int status) {
    spec.commandLine().getOut().flush();
    return status;
  }

  private static String nameOf(String path) {
    String base = path.equals(STANDARD) ? "stdin" : String.valueOf(Path.of(path).getFileName());
    String name = base.replaceAll("[^A-Za-z0-9_.-]", "-");
    return name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
  }

  private static String text(String path) {
    try {
      byte[] bytes =
          path.equals(STANDARD) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(path));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the profile " + path + " cannot be read", unreadable);
    }
  }

  private void write(byte[] bytes) {
    @Nullable String file = output.getValue();
    try {
      if (file == null || file.equals(STANDARD)) {
        System.out.write(bytes);
        System.out.flush();
      } else {
        Files.write(Path.of(file), bytes);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(
          "--output " + file + " cannot be written: " + unwritable, unwritable);
    }
  }
}
