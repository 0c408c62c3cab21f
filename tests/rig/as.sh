#!/bin/sh
# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
#
# as root|user COMMAND...    in the rig (there it is /run/rig/as): run COMMAND as uid 0 or uid 1000,
#                            in a delegated cgroup of its own
#
# A cgroup that holds processes cannot enable controllers for children, and CLONE_INTO_CGROUP needs
# write access to cgroup.procs of the common ancestor. So each place is a pair:
#   /sys/fs/cgroup/root-tests        controllers enabled for children, no process
#   /sys/fs/cgroup/root-tests/main   COMMAND; what it starts may move to siblings of main
# and /sys/fs/cgroup/user1000 with user1000/main likewise, where the directory and cgroup.procs,
# cgroup.subtree_control and cgroup.threads of both belong to uid 1000, as systemd's Delegate= does.
# The user has a name (rig), a home of its own, sub-ids for newuidmap and no supplementary group.
set -eu
place=$1; shift
case $place in
  root) name=root-tests; id=0 home=/root who=root ;;
  user) name=user1000; id=1000 home=/home/rig who=rig ;;
  *) echo "as: root or user, not $place" >&2; exit 2 ;;
esac
all=/sys/fs/cgroup
ours=$all/$name
enable() { # every controller that $1 has, for the children of $1
  for controller in $(cat "$1/cgroup.controllers"); do
    echo "+$controller" >"$1/cgroup.subtree_control"
  done
}
enable $all
mkdir -p "$ours/main"
enable "$ours"
if [ $id != 0 ]; then
  for file in passwd group; do   # the host's own user of that number, if any, has another home
    grep -v -e "^$who:" -e "^[^:]*:[^:]*:$id:" /etc/$file >/run/rig/$file || true
    cp /run/rig/$file /etc/$file
  done
  echo "$who:x:$id:$id:rig:$home:/bin/sh" >>/etc/passwd
  echo "$who:x:$id:" >>/etc/group
  echo "$who:100000:65536" | tee /etc/subuid >/etc/subgid
  mkdir -p $home
  chown $id:$id $home
  for directory in "$ours" "$ours/main"; do
    chown $id:$id "$directory" "$directory/cgroup.procs" "$directory/cgroup.subtree_control" \
      "$directory/cgroup.threads"
  done
fi
echo $$ >"$ours/main/cgroup.procs"
export HOME=$home USER=$who LOGNAME=$who
[ $id = 0 ] && exec "$@"
exec setpriv --reuid $id --regid $id --clear-groups -- "$@"
