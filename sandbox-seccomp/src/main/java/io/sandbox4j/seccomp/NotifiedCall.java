/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.spi.GuestMemoryException;
import io.sandbox4j.spi.WaitingCall;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A system call whose caller waits for a handler's answer.
 *
 * <p>Name, number and arguments are the kernel's own copy. What arguments point to is the program's
 * memory: each method here copies it once and makes sure after the copy that the caller still
 * waits, so that the bytes are its own and not those of a stranger who got its number. Another
 * thread of the program may change the memory at any time: decide on one copy, and answer out of
 * that copy. Reading a second time, or {@link SyscallAnswer#carriedOut}, is deciding on nothing.
 *
 * <p>Thread-safe. All of it is good until the answer is given.
 */
public final class NotifiedCall {
  /** The longest path with its NUL, {@code linux/limits.h}. */
  public static final int PATH_MAX = 4096;

  private static final int EILSEQ = 84;

  private final WaitingCall call;
  private final SyscallAbi abi;

  NotifiedCall(WaitingCall call, SyscallAbi abi) {
    this.call = call;
    this.abi = abi;
  }

  /** {@return the kernel's name of the call} */
  public String name() {
    return abi.name(call.number()).orElse(Integer.toString(call.number()));
  }

  /** {@return its number} */
  public int number() {
    return call.number();
  }

  /** {@return the system call interface that the number belongs to} */
  public SyscallAbi abi() {
    return abi;
  }

  /** {@return the calling thread, as the JVM's own pid namespace numbers it} */
  public int thread() {
    return call.thread();
  }

  /** {@return the address after the instruction that made the call} */
  public long instruction() {
    return call.instruction();
  }

  /** {@return the six raw arguments; a call that takes fewer leaves anything in the others} */
  public List<Long> arguments() {
    return IntStream.range(0, ArgumentCondition.ARGUMENTS).mapToObj(call::argument).toList();
  }

  /**
   * {@return a raw argument, all 64 bits}
   *
   * @param index which one, 0 to 5
   */
  public long argument(int index) {
    return call.argument(index);
  }

  /**
   * What the kernel sees of an argument that it declares as {@code int} or {@code unsigned int}:
   * the low half. The other half is the program's to choose, so a comparison of all 64 bits is one
   * that it passes as it likes.
   *
   * @param index which one, 0 to 5
   * @return the low 32 bits
   */
  public int int32(int index) {
    return (int) call.argument(index);
  }

  /** {@return whether the caller still waits, at this moment} */
  public boolean isWaiting() {
    return call.isWaiting();
  }

  /**
   * The path that an argument points to. Paths are bytes: one that is no UTF-8 is refused here, see
   * {@link #string(int, int)}. It may be relative, and lead through links.
   *
   * @param index which argument, 0 to 5
   * @return the path
   * @throws GuestMemoryException EFAULT if the pointer leads nowhere, ENAMETOOLONG if it is longer
   *     than {@link #PATH_MAX}, EILSEQ if it is no UTF-8, ESRCH if the caller waits no longer
   */
  public String path(int index) {
    byte[] bytes = string(index, PATH_MAX);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException noText) {
      throw new GuestMemoryException(call.argument(index), EILSEQ);
    }
  }

  /**
   * The string that an argument points to.
   *
   * @param index which argument, 0 to 5
   * @param most its longest length with the NUL, 1 to 1 MiB
   * @return its bytes without the NUL
   * @throws GuestMemoryException EFAULT if the pointer leads nowhere, ENAMETOOLONG if it is longer,
   *     ESRCH if the caller waits no longer
   */
  public byte[] string(int index, int most) {
    return call.string(call.argument(index), most);
  }

  /**
   * The bytes that an argument points to.
   *
   * @param index which argument, 0 to 5
   * @param length how many, 0 to 1 MiB: a length that the program names is to be bounded first
   * @return all of them
   * @throws GuestMemoryException EFAULT if one of them cannot be read, ESRCH if the caller waits no
   *     longer
   */
  public byte[] bytes(int index, int length) {
    return call.read(call.argument(index), length);
  }

  /**
   * The bytes at an address, for what a structure points to.
   *
   * @param address where they begin
   * @param length how many, 0 to 1 MiB
   * @return all of them
   * @throws GuestMemoryException as {@link #bytes}
   */
  public byte[] read(long address, int length) {
    return call.read(address, length);
  }

  /**
   * Writes to where an argument points, before the answer is given: a result that the call returns
   * by a pointer. Private memory that the program itself may only read is written as well; a file
   * never.
   *
   * @param index which argument, 0 to 5
   * @param bytes the bytes, at most 1 MiB
   * @throws GuestMemoryException EFAULT if some have no place, those before are written then; ESRCH
   *     if the caller waits no longer, with nothing written; EACCES or EPERM where the kernel does
   *     not let us, as into an undumpable program unless the JVM is root's
   */
  public void write(int index, byte[] bytes) {
    call.write(call.argument(index), bytes);
  }

  /** Name and raw arguments. */
  @Override
  public String toString() {
    return name() + arguments();
  }
}
