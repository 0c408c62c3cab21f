/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.HostReport;
import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import io.sandbox4j.UnsupportedHostException;
import io.sandbox4j.internal.linux.LinuxException;
import io.sandbox4j.internal.linux.NativeAccess;
import io.sandbox4j.spi.Engine;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.Layer;
import io.sandbox4j.spi.PreparedSandbox;
import io.sandbox4j.spi.SandboxSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/** Linux namespaces, cgroups, seccomp: whatever layers are found, all in force. */
public final class ProcessEngine implements Engine {

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
    findings.add(
        new Finding(
            "user",
            State.AVAILABLE,
            host.privileged() ? "root, or as good as" : "an ordinary user, uid " + host.uid(),
            ""));
    findings.add(shim());
    for (Layer layer : layers()) {
      findings.addAll(layer.probe(host));
    }
    return new HostReport(findings);
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

  private static Finding shim() {
    Supervisors supervisors = Supervisors.instance();
    supervisors.acquire();
    try {
      supervisors.current();
      return new Finding("shim", State.AVAILABLE, "it starts and answers", "");
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
    try {
      return PreparedProcess.prepare(spec, HostFactsReader.read(), layers());
    } catch (LinuxException failure) {
      throw new UnsupportedHostException(
          "this host refused the preparation: " + failure.getMessage(),
          new HostReport(List.of(platform)));
    }
  }
}
