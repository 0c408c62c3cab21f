/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/* What jextract reads for the class Sockets. The kernel does not publish struct msghdr and the message
 * flags to user space; on 64-bit machines the C library's are the same. A file of its own because
 * the two families of headers cannot be included together. */
#include <sys/socket.h>
