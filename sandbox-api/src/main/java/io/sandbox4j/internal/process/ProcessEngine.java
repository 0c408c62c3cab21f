/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.HostReport;
import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import io.sandbox4j.SandboxSetupException;
import io.sandbox4j.UnsupportedHostException;
import io.sandbox4j.internal.linux.LinuxException;
import io.sandbox4j.internal.linux.NativeAccess;
import io.sandbox4j.spi.Engine;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.Layer;
import io.sandbox4j.spi.PreparedSandbox;
import io.sandbox4j.spi.SandboxSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/** Linux namespaces, cgroups, seccomp: whatever layers are found, all in force. */
public final class ProcessEngine implements Engine {

  private static final int LEAST_FILES = 512;

  /** Made by the service loader. */
  public ProcessEngine() {}

  @Override
  public String name() {
    return "process";
  }

  @Override
  public HostReport probe() {
    List<Finding> findings = new ArrayList<>();
    Finding platform = platform();
    findings.add(platform);
    if (platform.state() == State.MISSING) {
      return new HostReport(findings);
    }
    HostFacts host = HostFactsReader.read();
    List<Layer> layers = layers();
    findings.addAll(facts(host, layers));
    Finding files = descriptors(HostFactsReader.mostFiles());
    findings.add(files);
    if (files.state() == State.AVAILABLE) {
      Finding shim = shim();
      findings.add(shim);
      if (shim.state() == State.AVAILABLE) {
        findings.addAll(Trial.of(host, layers));
      }
    }
    findings.addAll(new HostCheck(Path.of("/")).findings());
    return new HostReport(findings);
  }

  /** What is known before anything is launched. */
  private static List<Finding> facts(HostFacts host, List<Layer> layers) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        new Finding(
            "user",
            State.AVAILABLE,
            host.privileged() ? "root, or as good as" : "an ordinary user, uid " + host.uid(),
            ""));
    for (Layer layer : layers) {
      findings.addAll(layer.probe(host));
    }
    return findings;
  }

  /** Whether this is a Linux that the shim runs on, with native access granted. */
  static Finding platform() {
    String os = System.getProperty("os.name", "");
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (!os.equals("Linux") || !(arch.equals("amd64") || arch.equals("aarch64"))) {
      return new Finding(
          "platform",
          State.MISSING,
          os + " on " + arch,
          "Sandboxes run on Linux, x86-64 or aarch64.");
    }
    try {
      NativeAccess.require();
    } catch (IllegalStateException denied) {
      return new Finding(
          "native access", State.MISSING, "the JVM denies it", String.valueOf(denied.getMessage()));
    }
    return new Finding(
        "platform",
        State.AVAILABLE,
        os + " " + System.getProperty("os.version") + " on " + arch,
        "");
  }

  /** The shim and programs on their way to execve keep descriptors from 256 on. */
  private static Finding descriptors(long hardLimit) {
    return hardLimit >= LEAST_FILES
        ? new Finding("open files", State.AVAILABLE, "up to " + hardLimit, "")
        : new Finding(
            "open files",
            State.MISSING,
            "the JVM's hard limit is " + hardLimit + ", launches take " + LEAST_FILES,
            "Raise it: ulimit -Hn, LimitNOFILE= of a unit, docker run --ulimit nofile=65536.");
  }

  private static Finding shim() {
    Supervisors supervisors = Supervisors.instance();
    supervisors.acquire();
    try {
      supervisors.current();
      return new Finding("shim", State.AVAILABLE, "it starts and answers", "");
    } catch (SandboxSetupException refused) {
      return new Finding(
          "shim", State.MISSING, String.valueOf(refused.getMessage()), refused.fix());
    } catch (RuntimeException failure) {
      return new Finding(
          "shim",
          State.MISSING,
          String.valueOf(failure.getMessage()),
          "Where executable memfds are forbidden, install the shim and name it with -D"
              + ShimBinary.PROPERTY
              + ".");
    } finally {
      supervisors.release();
    }
  }

  static List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    ServiceLoader.load(Layer.class, ProcessEngine.class.getClassLoader()).forEach(layers::add);
    return layers;
  }

  @Override
  public PreparedSandbox prepare(SandboxSpec spec) {
    Finding platform = platform();
    if (platform.state() == State.MISSING) {
      throw new UnsupportedHostException(
          platform.reason() + ": " + platform.fix(), new HostReport(List.of(platform)));
    }
    Finding files = descriptors(HostFactsReader.mostFiles());
    if (files.state() == State.MISSING) {
      throw new UnsupportedHostException(
          files.reason() + ". " + files.fix(), new HostReport(List.of(platform, files)));
    }
    HostFacts host = HostFactsReader.read();
    List<Layer> layers = layers();
    try {
      return PreparedProcess.prepare(spec, host, layers);
    } catch (UnsupportedHostException missing) {
      // The whole report: who mends one thing wants to know the others.
      List<Finding> all = new ArrayList<>(missing.report().findings());
      facts(host, layers).stream().filter(f -> !all.contains(f)).forEach(all::add);
      throw new UnsupportedHostException(String.valueOf(missing.getMessage()), new HostReport(all));
    } catch (LinuxException failure) {
      throw new UnsupportedHostException(
          "this host refused the preparation: " + failure.getMessage(),
          new HostReport(List.of(platform)));
    }
  }
}
