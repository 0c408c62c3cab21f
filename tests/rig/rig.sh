#!/bin/bash
# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
#
# rig.sh [options] -- COMMAND...     run COMMAND in an emulated Linux machine
#
# The machine: Debian's stock kernel under QEMU without hardware acceleration, a pure cgroup v2 at
# /sys/fs/cgroup, Landlock, user namespaces, a working /dev/kvm (emulated AMD). Its root is this
# machine's root, read-only, with a tmpfs over it: all that is written vanishes, but in /job.
#   -u root|user  run COMMAND in a delegated cgroup, as uid 0 or uid 1000 (see as.sh; default: as
#                 uid 0 in the root cgroup)
#   -w DIR   the job directory, seen as /job and the working directory (default: temporary)
#   -b DIR   show DIR (read-only) although it lies below /tmp or /run, which the machine covers
#            with a tmpfs; repeatable
#   -m MB    memory (1536)          -c N  processors (1; 2 only on an idle host)
#   -t SEC   timeout (600)          -k ARGS  more kernel arguments
#   -v       the machine's kernel log on stderr instead of DIR/.rig/console
# COMMAND's stdin is empty; its stdout and stderr come together on stdout. The exit status is
# COMMAND's; 124 timeout; 125 the machine died (its last kernel messages follow).
# Needs what prepare.sh makes.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
usage() { sed -n 5,20p "$0" >&2; exit 2; }
work= mem=1536 cpus=1 limit=600 more= verbose= shown=() as=()
while getopts u:w:b:m:c:t:k:v option; do
  case $option in
    u) as=(/run/rig/as "$OPTARG") ;;
    w) mkdir -p "$OPTARG"; work=$(readlink -f "$OPTARG") ;;
    b) shown+=("$(readlink -e "$OPTARG")") ;;
    m) mem=$OPTARG ;; c) cpus=$OPTARG ;; t) limit=$OPTARG ;; k) more=$OPTARG ;; v) verbose=1 ;;
    *) usage ;;
  esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || usage
rig=$("$here/prepare.sh" --where)
if [ ! -e "$rig/vmlinux" ] || [ ! -e "$rig/initrd.gz" ]; then
  echo "rig: nothing to boot in $rig; run $here/prepare.sh" >&2; exit 2
fi

[ -n "$work" ] || { work=$(mktemp -d); chmod 755 "$work"; trap 'rm -rf "$work"' EXIT; }
job=$work/.rig
rm -rf "$job"; mkdir -p "$job"
printf '%s\n' "${shown[@]}" >"$job/shown"
{ echo 'export HOME=/root LANG=C.UTF-8'
  echo 'export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  echo 'cd /job'
  printf 'exec'; printf ' %q' "${as[@]}" "$@"; echo; } >"$job/command"

# ttyS0 is the kernel log, ttyS1 COMMAND's output. -no-reboot and panic=-1: a panic ends QEMU.
# tsc=reliable nowatchdog: a busy host must not trip clock watchdogs. lsm=: Debian leaves Landlock
# out. The machine does not outlive this script.
log=$job/console; [ -z "$verbose" ] || log=/dev/stderr
ended=0
setpriv --pdeathsig TERM -- timeout -k 5 "$limit" qemu-system-x86_64 -accel tcg,thread=multi,tb-size=512 \
  -cpu max,+svm,+npt,-la57 -smp "$cpus" -m "$mem" -machine q35,hpet=off -nodefaults \
  -no-user-config -display none -no-reboot -kernel "$rig/vmlinux" -initrd "$rig/initrd.gz" \
  -append "console=ttyS0 quiet loglevel=4 panic=-1 mitigations=off tsc=reliable nowatchdog nokaslr \
lsm=landlock,yama,bpf $more" \
  -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap \
  -virtfs "local,path=$work,mount_tag=job,security_model=none,multidevs=remap" \
  -serial "file:$log" -serial stdio \
  </dev/null 2> >(grep -v "TCG doesn.t support" >&2) | sed -u 's/\r$//' || ended=${PIPESTATUS[0]}
if [ "$ended" = 124 ]; then echo "rig: timeout after $limit s" >&2; exit 124; fi
if [ ! -s "$job/status" ]; then
  echo "rig: the machine died; its last kernel messages:" >&2
  tail -30 "$job/console" >&2 || true
  exit 125
fi
exit "$(cat "$job/status")"
