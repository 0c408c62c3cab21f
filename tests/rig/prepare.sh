#!/bin/bash
# Copyright 2026 The Sandbox4J Authors
# SPDX-License-Identifier: Apache-2.0
#
# prepare.sh               make what the rig boots, in a cache directory outside the source tree
# prepare.sh --where       print that directory and do nothing
#
# The directory is $SANDBOX4J_RIG, by default ${XDG_CACHE_HOME:-~/.cache}/sandbox4j-rig. In it:
#   deb/        Debian's kernel package (the generic one: the cloud kernel has no 9p), by apt-get
#   modules/    the few modules of it that the rig loads, with what they depend on
#   vmlinux     its kernel as plain ELF: booted by PVH, which saves unpacking in the slow machine
#   initrd.gz   static busybox, the modules, ./init, ./job.sh and ./as.sh
# Run again at any time: it does only what is missing or older than these scripts. It installs
# nothing; when a tool is missing it names the package and fails with status 3.
# $SANDBOX4J_RIG_KERNEL names another kernel package than the one linux-image-amd64 stands for.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
rig=${SANDBOX4J_RIG:-${XDG_CACHE_HOME:-$HOME/.cache}/sandbox4j-rig}
modules="virtio_pci 9pnet_virtio 9p overlay kvm-amd tun fuse loop ext4 veth"
case ${1:-} in --where) echo "$rig"; exit;; '') ;; *) sed -n 5,16p "$0" >&2; exit 2;; esac

missing=
needs() { command -v "$1" >/dev/null || missing+=" $2"; }
needs qemu-system-x86_64 qemu-system-x86
needs busybox busybox-static
needs xz xz-utils
needs dpkg-deb dpkg
needs apt-get apt
[ -z "$missing" ] || { echo "rig: not installed:$missing (apt-get install$missing)" >&2; exit 3; }
# The machine's first program runs where there is no library yet.
busybox=$(readlink -f "$(command -v busybox)")
if LC_ALL=C ldd "$busybox" 2>/dev/null | grep -q '=>'; then
  echo "rig: $busybox is not static (apt-get install busybox-static)" >&2; exit 3
fi

mkdir -p "$rig"; cd "$rig"
exec 9>lock; flock 9

# A compressed kernel carries its ELF file as an xz (6.1) or zstd (6.12) stream, with a tail behind
# it that makes tools fail after good work: what counts is what came out.
unpack_kernel() {
  local at
  for at in $(LC_ALL=C grep -abo $'\xfd7zXZ' "$1" | cut -d: -f1); do
    tail -c +$((at + 1)) "$1" | xz -dc --single-stream >"$2" 2>/dev/null || true
    if is_elf "$2"; then return; fi
  done
  for at in $(LC_ALL=C grep -abo $'(\xb5/\xfd' "$1" | cut -d: -f1); do
    tail -c +$((at + 1)) "$1" | zstd -dcq >"$2" 2>/dev/null || true
    if is_elf "$2"; then return; fi
  done
  echo "rig: no xz or zstd kernel found in $1 (zstd needs the package zstd)" >&2; exit 1
}
is_elf() { [ "$(head -c 4 "$1" | tail -c 3)" = ELF ]; }

if [ ! -e vmlinux ] || [ ! -e modules/complete ]; then
  rm -rf unpacked modules vmlinux; mkdir -p deb
  deb=$(find deb -name 'linux-image-*.deb' | head -1)
  if [ -z "$deb" ]; then
    package=${SANDBOX4J_RIG_KERNEL:-$(apt-cache depends linux-image-amd64 2>/dev/null |
      awk '/Depends: linux-image-/ {print $2; exit}')}
    [ -n "$package" ] || { echo "rig: apt knows no linux-image-amd64 (apt-get update; a Debian" \
      "archive is needed, or another package in SANDBOX4J_RIG_KERNEL)" >&2; exit 3; }
    (cd deb && apt-get download -qq "$package") || { rm -f deb/*
      echo "rig: $package cannot be downloaded here (what apt-get says stands above)" >&2; exit 3; }
    deb=$(find deb -name 'linux-image-*.deb' | head -1)
  fi
  dpkg-deb -x "$deb" unpacked
  version=$(basename unpacked/lib/modules/* unpacked/usr/lib/modules/* 2>/dev/null | grep '^[0-9]')
  tree=$(find unpacked -type d -path "*/modules/$version")
  unpack_kernel "unpacked/boot/vmlinuz-$version" vmlinux.new
  find "$tree" -name '*.ko.xz' -exec xz -d {} +
  mkdir -p unpacked/all/lib/modules; mv "$tree" unpacked/all/lib/modules/
  tree=unpacked/all/lib/modules/$version
  busybox depmod -b unpacked/all "$version"
  for module in $modules; do   # a module built into this kernel has no line here
    { grep -E "(^|/)$module\.ko:" "$tree/modules.dep" || true; } | tr -d : | tr ' ' '\n'
  done | sort -u | while read -r file; do
    [ -z "$file" ] || install -D -m644 "$tree/$file" "modules/lib/modules/$version/$file"
  done
  cp "$tree"/modules.{order,builtin,builtin.modinfo} "modules/lib/modules/$version/"
  busybox depmod -b modules "$version"
  mv vmlinux.new vmlinux; touch modules/complete; rm -rf unpacked initrd.gz
fi

for part in "$here/init" "$here/job.sh" "$here/as.sh" modules/complete; do
  [ initrd.gz -nt "$part" ] || rm -f initrd.gz
done
if [ ! -e initrd.gz ]; then
  rm -rf initrd; mkdir -p initrd/{bin,proc,sys,dev,host,new}
  cp -r modules/lib initrd/
  install -m755 "$busybox" initrd/bin/busybox
  install -m755 "$here/init" "$here/job.sh" "$here/as.sh" initrd/
  (cd initrd && find . | busybox cpio -o -H newc 2>/dev/null) | gzip -1 >initrd.new
  mv initrd.new initrd.gz; rm -rf initrd
fi
echo "rig: ready in $rig (kernel $(basename modules/lib/modules/*))"
