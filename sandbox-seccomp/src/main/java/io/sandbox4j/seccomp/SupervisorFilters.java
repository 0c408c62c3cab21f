/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

/**
 * The filters of our own processes, from {@code shim.policy} and {@code init.policy}. Neither needs
 * a listener: nobody reports our own calls.
 */
public final class SupervisorFilters {
  private SupervisorFilters() {}

  /**
   * The filter of the shim, which everything it starts inherits: the records of {@code struct
   * sock_filter}. It refuses a few calls with EPERM that no plan step makes and no policy grants.
   *
   * <p>It names none that a policy reports. Of several filters the kernel takes the answer of
   * highest precedence, and an errno precedes a notification, so a call refused here would never
   * reach a listener ({@code kernel/seccomp.c:seccomp_run_filters()}).
   *
   * @param abi the interface
   * @return the records
   */
  public static byte[] shimDenyList(SyscallAbi abi) {
    return compile("shim", abi);
  }

  /**
   * The filter of a sandbox's init once it is set up: the records of {@code struct sock_filter}. It
   * may wait for processes, read and write its sockets, and exit; any other call kills it, and the
   * sandbox with it.
   *
   * @param abi the interface
   * @return the records
   */
  public static byte[] initAllowList(SyscallAbi abi) {
    return compile("init", abi);
  }

  private static byte[] compile(String policy, SyscallAbi abi) {
    return FilterCompiler.compileAfresh(
            BuiltInPolicies.file(policy), FilterOptions.of(abi, SeccompMode.ENFORCE))
        .bytes();
  }
}
