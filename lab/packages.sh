# shellcheck shell=bash
# Which packages a daemon of the lab needs, and how this distribution provides them.

BASE_PACKAGES=(dnsmasq-base iproute2 nftables btrfs-progs squashfs-tools uidmap util-linux procps openssl ca-certificates
  xz-utils zstd tar)

need_lxd() {
  need_packages "${BASE_PACKAGES[@]}"
  installed lxd && installed lxd-client && return 0
  apt_update
  local id release
  read -r id release <<<"$(distribution)"
  if [ "$id" = ubuntu ] || ! can_install lxd-client; then
    die "install lxd" "$id $release has LXD only as a snap, which serves one daemon for the whole machine" \
      "use a lab of Incus instead (lab/lab incus up), or Debian 12 or 13"
  fi
  apt_install lxd lxd-client ||
    die "install lxd" "apt-get failed (its words are above)" "run apt-get install lxd lxd-client by hand and try again"
}

need_incus() {
  need_packages "${BASE_PACKAGES[@]}"
  installed incus-base && installed incus-client && return 0
  apt_update
  local id release
  read -r id release <<<"$(distribution)"
  if can_install incus-base; then
    apt_install incus-base incus-client ||
      die "install incus" "apt-get failed (its words are above)" "run apt-get install incus-base by hand and try again"
  elif [ "$id $release" = "debian bookworm" ]; then
    incus_from_backports
  else
    die "install incus" "$id $release has no package incus-base" "use Debian 12, Debian 13 or Ubuntu 24.04"
  fi
}

# Debian 12 has Incus in its backports. The suite is added beside the configured one, pinned so that nothing
# else moves, and taken away again whatever happens.
incus_from_backports() {
  local source=/etc/apt/sources.list.d/lxcri-lab.sources pin=/etc/apt/preferences.d/lxcri-lab uri done=0
  uri=$(debian_mirror)
  trap 'rm -f /etc/apt/sources.list.d/lxcri-lab.sources /etc/apt/preferences.d/lxcri-lab' EXIT
  printf 'Types: deb\nURIs: %s\nSuites: bookworm-backports\nComponents: main\nSigned-By: %s\n' \
    "$uri" /usr/share/keyrings/debian-archive-keyring.gpg >"$source"
  printf 'Package: *\nPin: release n=bookworm-backports\nPin-Priority: 100\n' >"$pin"
  apt_update
  apt_install -t bookworm-backports incus-base incus-client && done=1
  rm -f "$source" "$pin"
  trap - EXIT
  apt_update
  [ $done = 1 ] || die "install incus" "apt-get failed (its words are above)" \
    "check that the mirror $uri has bookworm-backports"
}

# The mirror this machine is configured with (deb822 or one-line sources).
debian_mirror() {
  local uri
  uri=$({ cat /etc/apt/sources.list.d/*.sources 2>/dev/null || true; } |
    awk 'tolower($1)=="uris:" && $2 ~ /\/debian\/?$/ {print $2; exit}')
  [ -n "$uri" ] || uri=$({ cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null || true; } |
    awk '$1=="deb" {for (i=2; i<=NF; i++) if ($i ~ /:\/\/.*\/debian\/?$/) {print $i; exit}}')
  [ -n "$uri" ] || die "find the Debian mirror" "no source under /etc/apt names one" "add the distribution's sources again"
  echo "$uri"
}
