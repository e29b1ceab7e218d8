# OUT EPOCH TOOL RELEASE ARCHITECTURE MIRROR COMPONENTS PACKAGES   a Debian or Ubuntu with systemd, as a tarball
set -eu
out=$1 epoch=$2 tool=$3 release=$4 architecture=$5 mirror=$6 components=$7 packages=$8
umask 022
work=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
chmod 755 "$work"
printf '%s\n' "$settle" >"$work/settle.sh"
include=systemd,systemd-sysv,systemd-resolved,dbus,udev,python3,iproute2,ca-certificates,sudo${packages:+,$packages}
# What a release brings in another package already is not asked for.
case $release in bullseye | focal | jammy) include=$(echo "$include" | sed 's/,systemd-resolved//') ;; esac
export SOURCE_DATE_EPOCH="$epoch" DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

if [ "$tool" = mmdebstrap ]; then
  if [ -z "$mirror" ] && [ "$(. /etc/os-release && echo "${VERSION_CODENAME:-}")" = "$release" ]; then
    for mirror in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list.d/ubuntu.sources /etc/apt/sources.list; do
      [ ! -s "$mirror" ] || break
    done
  fi
  mmdebstrap --quiet --variant=minbase --mode=root --architectures="$architecture" --components="$components" \
    --include="$include" --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' \
    --customize-hook="sh '$work/settle.sh' \"\$1\"" --format=tar "$release" "$work/rootfs" ${mirror:+"$mirror"}
else
  debootstrap --variant=minbase --arch="$architecture" --components="$components" --include="$include" \
    "$release" "$work/root" "$mirror" >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; exit 1; }
  sh "$work/settle.sh" "$work/root"
  stable_tar "$epoch" "$work/root" . >"$work/rootfs"
fi
mv "$work/rootfs" "$out"
