/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import io.sandbox4j.tests.setup.OtherJvm;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A JVM that loads the library with a class loader of its own, uses it and throws it away. */
public final class ThrowAwayLoader {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Stands for a container's loader that knows nothing of the library. */
  private static final class Hostile extends ClassLoader {
    Hostile() {
      super(null);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      throw new AssertionError("the context class loader was asked for " + name);
    }

    @Override
    public @Nullable URL getResource(String name) {
      throw new AssertionError("the context class loader was asked for " + name);
    }
  }

  private ThrowAwayLoader() {}

  /**
   * Uses it.
   *
   * @param arguments an empty directory
   */
  public static void main(String[] arguments) throws Exception {
    Set<Thread> before = threads();
    WeakReference<ClassLoader> loader = use(Path.of(arguments[0]));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while ((!loader.refersTo(null) || !threads().equals(before)) && System.nanoTime() < end) {
      System.gc();
      Thread.sleep(100);
    }
    System.out.println("threads that stay: " + threads());
    System.out.println(loader.refersTo(null) ? "collected" : "something holds the loader");
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("sandbox4j") || t.getName().startsWith("Cleaner-"))
        .filter(Thread::isAlive)
        .collect(Collectors.toSet());
  }

  private static WeakReference<ClassLoader> use(Path home) throws Exception {
    OtherJvm jvm = new OtherJvm(home, ThrowAwayMain.class, HostSandboxes.class);
    URL[] urls = new URL[jvm.entries().size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = Path.of(jvm.entries().get(i)).toUri().toURL();
    }
    Thread current = Thread.currentThread();
    ClassLoader context = current.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Callable<?> main =
          (Callable<?>)
              loader.loadClass(ThrowAwayMain.class.getName()).getConstructor().newInstance();
      current.setContextClassLoader(new Hostile());
      System.out.println(main.call());
      Thread.sleep(1000); // idle, while its classes can still be loaded
      return new WeakReference<>(loader);
    } finally {
      current.setContextClassLoader(context);
    }
  }
}
