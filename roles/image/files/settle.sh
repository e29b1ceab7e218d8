# ROOT   settle a Debian or Ubuntu as a container: DHCP on eth*, nothing that waits for hardware, nothing unique
set -eu
root=$1
mkdir -p "$root/etc/systemd/network" "$root/etc/systemd/system"
printf '[Match]\nName=eth*\n[Network]\nDHCP=yes\n[DHCPv4]\nClientIdentifier=mac\n' >"$root/etc/systemd/network/eth.network"
for unit in systemd-networkd-wait-online.service sys-kernel-debug.mount sys-kernel-tracing.mount dev-hugepages.mount \
  systemd-modules-load.service getty.target console-getty.service systemd-binfmt.service systemd-udev-settle.service \
  e2scrub_reap.service; do
  ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
chroot "$root" systemctl enable systemd-networkd.service systemd-resolved.service >/dev/null 2>&1
ln -sf ../run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
printf '127.0.0.1 localhost\n::1 localhost ip6-localhost\n' >"$root/etc/hosts"
: >"$root/etc/machine-id"
: >"$root/etc/hostname"
rm -f "$root/var/lib/dbus/machine-id" "$root"/etc/ssh/ssh_host_* "$root/var/lib/systemd/random-seed" \
  "$root/var/log/bootstrap.log" "$root/var/log/alternatives.log" "$root/var/log/dpkg.log" "$root/var/cache/ldconfig/aux-cache"
rm -rf "$root"/var/log/apt/* "$root"/var/log/journal "$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb \
  "$root"/var/lib/apt/lists/*
