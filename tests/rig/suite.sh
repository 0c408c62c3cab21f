#!/bin/bash
# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
#
# suite.sh [options] PLACE...     run the tests that carry the tag "sandbox" in these places:
#
#   host-root   this machine, as root                rig-root   the rig, as root
#   host-user   this machine, as an ordinary user    rig-user   the rig, as uid 1000
#
#   -o DIR    reports: DIR/PLACE/TEST-*.xml and DIR/PLACE/log (default: tests/target/places)
#   -g TAG    another tag                    -n REGEX  only test classes with such a full name
#   -t SEC    time for each place (2400); after it the JVM prints its threads and is killed
#   -v        a line for each test as it starts and ends     -s  slow tests in the rig, too
#
# Runs what `mvn verify` has compiled; needs its tests/target/test.classpath. The tree and the jars
# are copied where every user may read them (the working directory is the copy's tests/, read-only
# but for root), and the copy is removed at the end. In the host places java.io.tmpdir and HOME go
# with the copy. Tests see the place in the system property sandbox4j.place.
# Each rig place has a machine of its own, both at once: an emulated processor keeps one of the
# host's busy. What they say comes at their end. Without -s tests with the tag "slow" are left out
# there, and named.
# The ordinary user of the host is this script's own if that is not root, else a uid without name
# and groups, 65000.
# Exit status: 0 all passed; 1 a test failed, or a place ended without reports; 2 wrong use.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(readlink -f "$here/../..")
usage() { sed -n 5,25p "$0" >&2; exit 2; }
reports=$root/tests/target/places tag=sandbox names= limit=2400 details=summary slow=
while getopts o:g:n:t:sv option; do
  case $option in
    o) reports=$OPTARG ;; g) tag=$OPTARG ;; n) names=$OPTARG ;; t) limit=$OPTARG ;;
    s) slow=1 ;; v) details=testfeed ;; *) usage ;;
  esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || usage
for place; do
  case $place in
    host-root) [ "$(id -u)" = 0 ] || { echo "suite: host-root needs root" >&2; exit 2; } ;;
    host-user | rig-root | rig-user) ;;
    *) usage ;;
  esac
done
if [ ! -s "$root/tests/target/test.classpath" ] || [ ! -d "$root/tests/target/test-classes" ]; then
  echo "suite: nothing compiled in $root/tests/target; run mvn verify first" >&2; exit 2
fi

java=
for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  if grep -qs '^JAVA_VERSION="25' "$home/release"; then
    java=$(readlink -f "$home")/bin/java
    break
  fi
done
[ -n "$java" ] || { echo "suite: no JDK 25 in JAVA_HOME or /usr/lib/jvm" >&2; exit 2; }

# A copy that every user can read, with the same shape as the tree.
copy=$(mktemp -d "${TMPDIR:-/tmp}/sandbox4j-suite.XXXXXX")
trap 'chmod -R u+rwX "$copy" 2>/dev/null || true; rm -rf "$copy"' EXIT
trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM
mkdir "$copy/tree" "$copy/lib"
tar -C "$root" --exclude=./.git --exclude='surefire-reports' --exclude='./*/target/site' \
  --exclude='./*/target/reports' --exclude='./tests/target/places' -cf - . |
  tar -C "$copy/tree" -xf -
class_path=$copy/tree/tests/target/test-classes
[ ! -d "$copy/tree/tests/target/classes" ] || class_path+=:$copy/tree/tests/target/classes
count=0
while IFS= read -r -d : entry; do
  case $entry in
    '') continue ;;
    "$root"/*) entry=$copy/tree/${entry#"$root"/} ;;
    *) count=$((count + 1))
       cp -rL "$entry" "$copy/lib/$count-${entry##*/}"
       entry=$copy/lib/$count-${entry##*/} ;;
  esac
  class_path+=:$entry
done < <(tr -d '\n' <"$root/tests/target/test.classpath"; printf ':')
chmod -R a+rX "$copy"

# The command line of a place's JVM, for: place, reports, further options.
# A test that hangs is interrupted by JUnit; a JVM that hangs prints its threads and is killed.
jvm() {
  command=(timeout -s QUIT -k 20 "$limit" "$java" "${@:3}" -XX:TieredStopAtLevel=1
    --enable-native-access=ALL-UNNAMED -XX:+EnableDynamicAgentLoading -Xshare:auto
    -Dsandbox4j.place="$1" -Dsandbox4j.soak.seconds=3 -Dio.sandbox4j.idleMillis=50
    -cp "$class_path" org.junit.platform.console.ConsoleLauncher execute
    --scan-class-path "$copy/tree/tests/target/test-classes" --include-tag "$tag"
    --fail-if-no-tests --disable-banner --disable-ansi-colors --details "$details"
    --config "jqwik.database=$2.jqwik" --reports-dir "$2")
  [ -z "$names" ] || command+=(--include-classname "$names")
}

# Into place $1's reports: what it wrote to $2; the verdict for its exit status $3.
failed=0
collect() {
  cp "$2"/TEST-*.xml "$reports/$1/" 2>/dev/null || true
  if [ "$3" != 0 ] || ! ls "$reports/$1"/TEST-*.xml >/dev/null 2>&1; then
    echo "suite: $1 failed (status $3; see $reports/$1/log)" >&2; failed=1
  fi
}

run_on_host() {
  local place=$1 as=() status=0 own=$copy/$1
  mkdir -p "$own/home" "$own/tmp" "$own/reports"
  if [ "$place" = host-user ] && [ "$(id -u)" = 0 ]; then
    as=(setpriv --reuid 65000 --regid 65000 --clear-groups --)
    chown -R 65000:65000 "$own"
    "${as[@]}" test -x "$java" -a -r "$copy/lib" ||
      { echo "suite: an ordinary user may not run $java or read $copy" >&2; exit 2; }
  fi
  jvm "$place" "$own/reports" -Xmx512m -Djava.io.tmpdir="$own/tmp" -Duser.home="$own/home"
  # A shell that starts this in the background has it ignore SIGINT, nohup SIGHUP, with all that
  # it starts.
  (cd "$copy/tree/tests" && env -i --default-signal=INT,HUP PATH="$PATH" LANG=C.UTF-8 \
    HOME="$own/home" "${as[@]}" "${command[@]}") </dev/null 2>&1 |
    tee "$reports/$place/log" || status=${PIPESTATUS[0]}
  collect "$place" "$own/reports" "$status"
}

run_in_rig() {
  local place=$1 job=$copy/$1 shown=() status=0
  mkdir -p "$job"
  # Nobody waits for a JVM's good code that lives for minutes at a tenth of the speed: C1 alone.
  jvm "$place" "/tmp/$place" -XX:+UseSerialGC -Xmx384m \
    -Djunit.jupiter.execution.timeout.testable.method.default=600s
  [ -n "$slow" ] || command+=(--exclude-tag slow)
  {
    echo "cd '$copy/tree/tests'"
    printf '{'; printf ' %q' /run/rig/as "${place#rig-}" "${command[@]}"
    echo "; echo \$? >/job/status; } 2>&1 | tee /tmp/$place.log"
    echo "cp /tmp/$place.log /tmp/$place/*.xml /job/"
  } >"$job/suite"
  # The rig covers these with empty directories.
  case $java in /tmp/* | /run/*) shown=(-b "${java%/bin/java}") ;; esac
  setpriv --pdeathsig TERM -- "$here/rig.sh" -w "$job" -b "$copy" "${shown[@]}" \
    -t $((limit + 60)) -- sh /job/suite >"$job/said" 2>&1 || status=$?
  [ "$status" = 0 ] || echo "suite: the rig ended with status $status" >>"$job/said"
}

collect_from_rig() {
  local place=$1 job=$copy/$1
  echo "== $place"
  cat "$job/said"
  cp "$job/said" "$reports/$place/log"
  collect "$place" "$job" "$(cat "$job/status" 2>/dev/null || echo none)"
}

mkdir -p "$reports"; reports=$(readlink -f "$reports")
for place; do rm -rf "${reports:?}/$place"; mkdir -p "$reports/$place"; done
for place; do
  case $place in host-*) echo "== $place"; run_on_host "$place" ;; esac
done
[ -n "$slow" ] || case " $* " in *" rig-"*)
  # The classes and methods under @Slow, whatever other annotations stand between.
  echo "not in the rig, as slow:" $(cd "$root/tests/src/test/java" &&
    find . -name '*Test.java' -exec awk '
      FNR == 1 { slow = 0; class = FILENAME; gsub(/.*\/|\.java/, "", class) }
      /^ *@Slow$/ { slow = 1; next }
      slow && /^ *[a-z ]*class / { print class; slow = 0 }
      slow && /^ *void / { gsub(/^ *void |\(.*/, ""); print class "." $0; slow = 0 }' {} + |
    sort) ;;
esac
for place; do
  case $place in rig-*) run_in_rig "$place" & ;; esac
done
wait
for place; do
  case $place in rig-*) collect_from_rig "$place" ;; esac
done
exit $failed
