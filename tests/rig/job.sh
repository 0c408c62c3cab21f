# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
#
# Second half of the machine's pid 1, in its real root: finishes the mounts, runs the command that
# rig.sh left in /job/.rig/command, stores its exit status and switches the machine off.
box=/run/rig/busybox
$box mkdir -p /dev/pts /dev/shm
$box ln -sf /proc/self/fd /dev/fd
$box mount -t devpts -o mode=620,ptmxmode=666 devpts /dev/pts
$box mount -t tmpfs -o mode=1777 shm /dev/shm
$box mount -t cgroup2 cgroup2 /sys/fs/cgroup
$box mount -t securityfs securityfs /sys/kernel/security
$box chmod 666 /dev/kvm /dev/fuse /dev/net/tun
$box ip link set lo up
$box hostname rig
echo "127.0.0.1 localhost rig" >/etc/hosts
echo "rig: ready, uptime $($box cut -d' ' -f1 /proc/uptime) s" >/dev/kmsg
$box setsid $box sh /job/.rig/command </dev/null >/dev/ttyS1 2>&1
echo $? >/job/.rig/status
$box sync
$box poweroff -f
