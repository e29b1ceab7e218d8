# OUT EPOCH [BUSYBOX]   the root file system of a busybox for tests, as a tarball
set -eu
out=$1 epoch=$2 busybox=${3:-}
umask 022
work=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf "$work"' EXIT

if [ -z "$busybox" ] && dpkg-query -W -f '${Status}' busybox-static 2>/dev/null | grep -q ' installed$'; then
  busybox=$(command -v busybox)
fi
# It conflicts with the busybox that a machine may need to boot, so where it is not installed it is unpacked only.
if [ -z "$busybox" ]; then
  chmod 755 "$work"
  (cd "$work" && apt-get -qq -o APT::Sandbox::User=root download busybox-static >&2)
  dpkg-deb -x "$work"/busybox-static_*.deb "$work/package"
  busybox=$(find "$work/package" -type f -path '*/bin/busybox')
fi

root=$work/root
mkdir -p "$root"
for dir in bin sbin etc/udhcpc proc sys dev run tmp root mnt var/log usr/bin usr/sbin; do mkdir -p "$root/$dir"; done
cp "$busybox" "$root/bin/busybox"
"$busybox" --list | while read -r tool; do
  [ -e "$root/bin/$tool" ] || ln -s busybox "$root/bin/$tool"
done

# busybox's own init takes two seconds to stop; a shell that ends on the halt signal stops at once.
cat >"$root/sbin/init" <<'I'
#!/bin/sh
trap 'exit 0' PWR USR1 USR2
trap 'reboot -f' INT TERM
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
hostname -F /etc/hostname
ip link set lo up
for nic in /sys/class/net/eth*; do
  [ -e "$nic" ] || continue
  nic=${nic##*/}
  ip link set "$nic" up
  udhcpc -b -t 5 -T 1 -A 3 -i "$nic" -x "hostname:$(hostname)" >/dev/null 2>&1 &
done
while :; do
  sleep 86400 &
  wait $!
done
I
cat >"$root/etc/udhcpc/default.script" <<'I'
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
chmod 755 "$root/bin/busybox" "$root/sbin/init" "$root/etc/udhcpc/default.script"
chmod 1777 "$root/tmp"
chmod 700 "$root/root"
printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$root/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
printf 'NAME=busybox\nID=busybox\n' >"$root/etc/os-release"
printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
: >"$root/etc/hostname"
find "$root" -exec touch -h -d "@$epoch" {} +
stable_tar "$epoch" "$root" --owner=0 --group=0 . >"$work/rootfs"
mv "$work/rootfs" "$out"
