#!/bin/bash
# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
#
# ci.sh      after `mvn verify` as root, which is the place host-root: run the sandbox tests in the
#            other three places, print the totals of all four, and fail when a test failed, a
#            place ran nothing, or a test was skipped in every place
#
# Started by an ordinary user it counts `mvn verify` as host-user, and host-root is not run.
# Options are those of suite.sh. Needs what prepare.sh names.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
tests=$(readlink -f "$here/..")
places=$tests/target/places
built=host-root others=(host-user rig-root rig-user)
[ "$(id -u)" = 0 ] || built=host-user others=(rig-root rig-user)

failed=0 absent=()
"$here/prepare.sh" || {
  status=$?
  [ $status = 3 ] || exit $status
  echo "ci: the rig cannot be had on this host, for the reason above: its places do not run" >&2
  absent=(-rig-root -rig-user)
  others=("${others[@]/rig-*/}")
  others=(${others[@]})
}
[ ${#others[@]} = 0 ] || "$here/suite.sh" "$@" -o "$places" "${others[@]}" || failed=1

java=java
for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  if grep -qs '^JAVA_VERSION="25' "$home/release"; then java=$home/bin/java; break; fi
done
counted=("$built=$tests/target/surefire-reports")
for place in "${others[@]}"; do counted+=("$place=$places/$place"); done
echo
"$java" -cp "$tests/target/test-classes" io.sandbox4j.tests.rig.SkipCensus "${counted[@]}" "${absent[@]}" ||
  failed=1
exit $failed
