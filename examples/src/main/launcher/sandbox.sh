#!/bin/sh
# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
#
# Starts the command line. SANDBOX4J_JAVA names another java, JAVA_HOME another JDK.

# Through links to where this file is; the jars are beside it.
self=$0
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=$(dirname "$self")/$target ;;
  esac
done
here=$(CDPATH= cd "$(dirname "$self")" && pwd -P) || exit 125

built_with='@java@'
if [ -n "${SANDBOX4J_JAVA-}" ]; then
  java=$SANDBOX4J_JAVA
elif [ -x "$built_with" ]; then
  java=$built_with
elif [ -n "${JAVA_HOME-}" ]; then
  java=$JAVA_HOME/bin/java
else
  java=java
fi

# The cache belongs to the very JDK that wrote it.
cache=
if [ "$java" = "$built_with" ] && [ -r "$here/sandbox.aot" ]; then
  cache=-XX:AOTCache=$here/sandbox.aot
fi

# A short run is over before compiled code pays, of the optimising compiler most of all; a benchmark
# is not.
# And at its exit a JVM waits 0.3 s for a thread in a system call: the library's end with the sandbox.
compiler='-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=5 -Dio.sandbox4j.idleMillis=0'
if [ "${1-}" = bench ]; then
  compiler=
fi

# Names of files are UTF-8 in any locale; the program inside inherits none of this.
LC_ALL=C.UTF-8
export LC_ALL
unset JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS
exec "$java" ${cache:+"$cache"} $compiler @flags@ -cp "@classpath@" \
  @main@ "$@"
