/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

/** Whether the JVM lets this module call native code; says which flag is missing when not. */
public final class NativeAccess {
  private NativeAccess() {}

  /**
   * Fails when native access is denied.
   *
   * @throws IllegalStateException naming the exact flag to add
   */
  public static void require() {
    Module module = NativeAccess.class.getModule();
    if (module.isNativeAccessEnabled()) {
      return;
    }
    // Without the flag the JVM still links, with a warning, unless it was told to deny.
    String denied = System.getProperty("jdk.module.illegal.native.access", "");
    if (denied.equals("deny") || !linkingWorks()) {
      String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
      throw new IllegalStateException(
          "Sandbox4J may not call native code: start java with --enable-native-access="
              + name
              + " (or put 'Enable-Native-Access: ALL-UNNAMED' into the manifest of the main jar)");
    }
  }

  @SuppressWarnings("restricted")
  private static boolean linkingWorks() {
    try {
      var linker = java.lang.foreign.Linker.nativeLinker();
      linker.downcallHandle(
          linker.defaultLookup().findOrThrow("getpid"),
          java.lang.foreign.FunctionDescriptor.of(java.lang.foreign.ValueLayout.JAVA_INT));
      return true;
    } catch (IllegalCallerException denied) {
      return false;
    }
  }
}
