# shellcheck shell=bash
# Images without an image server: a busybox of one megabyte and a Debian with systemd.

# LXCRI_IMAGES   where built images are kept, default $LXCRI_LAB/images
IMAGES=${LXCRI_IMAGES:-$LXCRI_LAB/images}
# One fixed moment: the same input gives the same bytes, and so the same fingerprint, on every build.
EPOCH=1767225600

architecture() { uname -m; }

# busybox_static: path of a statically linked busybox. The package conflicts with the dynamic busybox that a machine
# may need for its initramfs, so it is unpacked, not installed, where it is not there already.
busybox_static() {
  local path dir
  if installed busybox-static; then
    for path in /bin/busybox /usr/bin/busybox; do [ -x $path ] && { echo $path; return 0; }; done
  fi
  dir=$IMAGES/busybox-static
  if [ ! -x "$dir/busybox" ]; then
    mkdir -p "$dir"
    (cd "$dir" && { apt-get -o APT::Sandbox::User=root download -qq busybox-static >&2 ||
      { apt_update && apt-get -o APT::Sandbox::User=root download -qq busybox-static >&2; }; }) ||
      die "get busybox-static" "apt-get download failed (its words are above)" "check the package sources of this machine"
    dpkg-deb -x "$dir"/busybox-static_*.deb "$dir/unpacked"
    mv "$(find "$dir/unpacked" -type f -path '*/bin/busybox' -print -quit)" "$dir/busybox"
    rm -rf "$dir/unpacked" "$dir"/*.deb
  fi
  echo "$dir/busybox"
}

# Process 1 of the busybox image. busybox's own init sleeps two seconds on its way down; a shell that ends on the
# halt signal stops the container at once.
busybox_init() {
  cat <<'I'
#!/bin/sh
trap 'exit 0' PWR USR1 USR2
trap 'reboot -f' INT TERM
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
hostname -F /etc/hostname
ip link set lo up
for nic in /sys/class/net/eth*; do
  nic=${nic##*/}
  [ -e "/sys/class/net/$nic" ] || continue
  ip link set "$nic" up
  udhcpc -b -t 5 -T 1 -A 3 -i "$nic" -x "hostname:$(hostname)" -p "/run/udhcpc.$nic.pid" >/dev/null 2>&1 &
done
while :; do
  sleep 86400 &
  wait $!
done
I
}

busybox_dhcp() {
  cat <<'I'
#!/bin/sh
case "$1" in
  bound | renew)
    ip addr flush dev "$interface"
    ip addr add "$ip/${mask:-24}" dev "$interface"
    [ -z "$router" ] || ip route replace default via "${router%% *}" dev "$interface"
    : >/etc/resolv.conf
    for server in $dns; do echo "nameserver $server" >>/etc/resolv.conf; done
    ;;
esac
I
}

busybox_tree() { # DIR
  local dir=$1 tool tools
  umask 022
  mkdir -p "$dir"/templates "$dir"/rootfs/{bin,sbin,etc/udhcpc,proc,sys,dev,run,tmp,root,mnt,var/log,usr/bin,usr/sbin}
  # Where a host lends its /usr, programs of it find their loader.
  ln -s usr/lib "$dir/rootfs/lib"
  ln -s usr/lib64 "$dir/rootfs/lib64"
  cp "$(busybox_static)" "$dir/rootfs/bin/busybox"
  tools=$("$dir/rootfs/bin/busybox" --list)
  for tool in $tools; do
    [ -e "$dir/rootfs/bin/$tool" ] || ln -s busybox "$dir/rootfs/bin/$tool"
  done
  busybox_init >"$dir/rootfs/sbin/init"
  busybox_dhcp >"$dir/rootfs/etc/udhcpc/default.script"
  chmod 755 "$dir/rootfs/bin/busybox" "$dir/rootfs/sbin/init" "$dir/rootfs/etc/udhcpc/default.script"
  chmod 1777 "$dir/rootfs/tmp"
  chmod 700 "$dir/rootfs/root"
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$dir/rootfs/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$dir/rootfs/etc/group"
  printf 'NAME="busybox (lxcri lab)"\nID=busybox\nVERSION_ID="1"\n' >"$dir/rootfs/etc/os-release"
  printf '127.0.0.1 localhost\n' >"$dir/rootfs/etc/hosts"
  : >"$dir/rootfs/etc/hostname"
  echo '{{ instance.name }}' >"$dir/templates/hostname.tpl"
  metadata busybox 1 "busybox for tests" default >"$dir/metadata.yaml"
}

metadata() { # OS RELEASE DESCRIPTION VARIANT
  cat <<Y
architecture: $(architecture)
creation_date: $EPOCH
properties:
  description: $3
  name: lxcri-$1
  os: $1
  release: "$2"
  variant: $4
templates:
  /etc/hostname:
    when: [create, copy, rename]
    template: hostname.tpl
Y
}

# stable_tar DIR NAME...  an archive whose bytes depend on its content alone
stable_tar() {
  local dir=$1
  shift
  tar -C "$dir" --sort=name --mtime="@$EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu -cf - "$@"
}

# image_busybox unified|split|rootfs  print the path, or the two paths, of the image
image_busybox() {
  local out=$IMAGES/busybox key
  command -v zstd >/dev/null && command -v xz >/dev/null || need_packages zstd xz-utils
  mkdir -p "$out"
  key=$(cat "$LAB_HOME/image.sh" "$(busybox_static)" | sha256sum | cut -d ' ' -f 1)
  if [ "$(cat "$out/key" 2>/dev/null)" != "$key" ]; then
    local began tree
    began=$(date +%s.%N)
    tree=$(mktemp -d "$IMAGES/.build.XXXXXX")
    (busybox_tree "$tree")
    stable_tar "$tree" metadata.yaml templates rootfs | gzip -n -9 >"$tree/unified"
    stable_tar "$tree" metadata.yaml templates | xz -9 -T1 >"$tree/meta"
    stable_tar "$tree/rootfs" . | tee "$tree/plain" | xz -2 -T1 >"$tree/split"
    zstd -q -12 -T1 <"$tree/plain" >"$tree/zst"
    mv "$tree/unified" "$out/busybox.tar.gz"
    mv "$tree/meta" "$out/busybox-meta.tar.xz"
    mv "$tree/split" "$out/busybox-rootfs.tar.xz"
    mv "$tree/zst" "$out/busybox_1_$(dpkg --print-architecture).tar.zst"
    rm -rf "$tree"
    echo "$key" >"$out/key"
    say "busybox image built ($(seconds "$began") s)"
  fi
  case $1 in
    unified) echo "$out/busybox.tar.gz" ;;
    split) printf '%s\n' "$out/busybox-meta.tar.xz" "$out/busybox-rootfs.tar.xz" ;;
    rootfs) echo "$out/busybox_1_$(dpkg --print-architecture).tar.zst" ;;
    *) die "build busybox as $1" "there is no such form" "say unified, split or rootfs" ;;
  esac
}

# The package source of this machine's own distribution.
main_source() {
  local file
  for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list.d/ubuntu.sources /etc/apt/sources.list; do
    [ -s "$file" ] && { echo "$file"; return 0; }
  done
  die "find the package sources" "there is none under /etc/apt" "add the distribution's sources again"
}

network_unit() { printf '[Match]\nName=eth*\n[Network]\nDHCP=ipv4\n[DHCPv4]\nClientIdentifier=mac\n'; }

# What a container can do without, or what only waits for hardware that it has not.
MASKED="systemd-networkd-wait-online.service sys-kernel-debug.mount sys-kernel-tracing.mount dev-hugepages.mount
 systemd-modules-load.service getty.target console-getty.service systemd-binfmt.service systemd-udev-settle.service
 e2scrub_reap.service"

# image_debian [PACKAGE,...]  one that Ansible can work in at once
image_debian() { image_systemd "python3,ca-certificates,sudo${1:+,$1}"; }

# image_fresh  one as a distribution offers it: without Python, which somebody has to install
image_fresh() { image_systemd ''; }

# image_systemd PACKAGE,...  print the paths of metadata and root file system (uncompressed: the fastest import)
image_systemd() {
  local extra=$1 id release key out include began work
  need_root "build the Debian image"
  need_packages mmdebstrap
  read -r id release <<<"$(distribution)"
  include=systemd,systemd-sysv,systemd-resolved,dbus,udev,iproute2${extra:+,$extra}
  key=$(cat "$LAB_HOME/image.sh" <(echo "$id $release $include") "$(main_source)" | sha256sum | cut -c 1-12)
  out=$IMAGES/$id-$release-$key
  if [ ! -e "$out/rootfs.tar" ]; then
    began=$(date +%s.%N)
    mkdir -p "$IMAGES"
    work=$(mktemp -d "$IMAGES/.build.XXXXXX")
    chmod 755 "$work"
    network_unit >"$work/eth.network"
    # systemd-networkd stays pending without udev, and systemd-binfmt fails in an unprivileged container.
    SOURCE_DATE_EPOCH=$EPOCH mmdebstrap --quiet --variant=minbase --mode=root --include="$include" \
      --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='APT::Install-Recommends "false"' \
      --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
      --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
      --customize-hook="upload '$work/eth.network' /etc/systemd/network/eth.network" \
      --customize-hook='chroot "$1" systemctl --quiet enable systemd-networkd.service' \
      --customize-hook="chroot \"\$1\" systemctl --quiet mask $(echo $MASKED)" \
      --customize-hook=': >"$1/etc/machine-id"; rm -f "$1/etc/hostname"' \
      --customize-hook='ln -sf ../run/systemd/resolve/stub-resolv.conf "$1/etc/resolv.conf"' \
      "$release" "$work/rootfs.tar" "$(main_source)" >&2 ||
      { rm -rf "$work"; die "build the $id image" "mmdebstrap failed (its words are above)" "check the package sources"; }
    mkdir "$work/templates"
    echo '{{ instance.name }}' >"$work/templates/hostname.tpl"
    metadata "$id" "$release" "$id $release with systemd" systemd >"$work/metadata.yaml"
    stable_tar "$work" metadata.yaml templates >"$work/meta.tar"
    rm -rf "$work/templates" "$work/metadata.yaml" "$work/eth.network"
    rm -rf "$out"
    mv "$work" "$out"
    say "$id $release image built ($(seconds "$began") s)"
  fi
  printf '%s\n' "$out/meta.tar" "$out/rootfs.tar"
}
