# shellcheck shell=bash
# What every lab script shares: words on standard error, one lock, one state root, packages, processes.
#
# LXCRI_LAB   state root, default /var/lib/lxcri-lab; every daemon has a directory of its own in it

# A command substitution fails as its command does, and no failure is silent. Exit codes that explained themselves
# already: 3 (a status), 65 (die), 77 (not on this machine).
shopt -s inherit_errexit
set -E
trap 'case $? in 3 | 65 | 77) ;; *) say "stopped at line $LINENO of ${BASH_SOURCE[0]##*/}: $BASH_COMMAND" ;; esac' ERR

LAB_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LXCRI_LAB=${LXCRI_LAB:-/var/lib/lxcri-lab}
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
# sudo and cron leave /sbin out, where ip, nft and dnsmasq live
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s: %s\n' "${WORD:-lab}" "$*" >&2; }

# die WHAT CAUSE MEND
die() {
  printf '%s: cannot %s: %s.\n    Mend: %s.\n' "${WORD:-lab}" "$1" "$2" "$3" >&2
  exit 65
}

need_root() {
  [ "$(id -u)" = 0 ] || die "$1" "it needs root, and this is user $(id -un)" "run it as root (sudo)"
}

# One lock for the machine guards the choice of subnets and the start and stop of daemons. It is taken on a directory,
# so that no lock file stays behind; descriptor 9 is closed for daemons.
lock_lab() {
  mkdir -p "$LXCRI_LAB"
  chmod 711 "$LXCRI_LAB"
  exec 9</run
  flock -w 600 9 || die "lock the lab" "another lab command has run for ten minutes" "wait for it or end it"
}

# Remove the state root when nothing is left in it.
tidy_root() { rmdir "$LXCRI_LAB" 2>/dev/null || true; }

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

can_install() { [ "$(apt-cache policy "$1" 2>/dev/null | awk '/Candidate:/{print $2}')" != "(none)" ] &&
  [ -n "$(apt-cache policy "$1" 2>/dev/null)" ]; }

# Two stages may want something at once; apt-get update does not wait for its lock by itself.
apt_update() {
  flock /var/lib/apt apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Check-Valid-Until=false update -qq >&2 ||
    die "read the package lists" "apt-get update failed (its words are above)" "check the network and /etc/apt/sources.list*"
}

# What apt says is shown when it fails.
apt_install() {
  local words
  say "installing $*"
  words=$(flock /var/lib/apt apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install -y -qq --no-install-recommends "$@" 2>&1) || {
    tail -n 20 <<<"$words" >&2
    return 1
  }
}

# need_packages PACKAGE...  install what is missing; the lists are refreshed only when something is
need_packages() {
  local package missing=()
  for package in "$@"; do installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} = 0 ] && return 0
  command -v apt-get >/dev/null ||
    die "install ${missing[*]}" "this machine has no apt" "use Debian 12, Debian 13 or Ubuntu"
  apt_update
  apt_install "${missing[@]}" ||
    die "install ${missing[*]}" "apt-get failed (its words are above)" "run apt-get install ${missing[*]} by hand and try again"
}

distribution() { (. /etc/os-release && echo "${ID:-unknown} ${VERSION_CODENAME:-unknown}"); }

# Unprivileged containers are mapped into subordinate ids of root; a daemon that finds none refuses to start them.
ensure_subids() {
  local file start
  for file in /etc/subuid /etc/subgid; do
    grep -qs '^root:' "$file" && continue
    start=$(awk -F: 'BEGIN{m=1000000} NF==3 && $2+$3>m {m=$2+$3} END{print m}' "$file" 2>/dev/null || echo 1000000)
    echo "root:$start:1000000000" >>"$file"
    say "added root:$start:1000000000 to $file"
  done
}

# pids_of PREFIX TEXT  processes whose command line begins with PREFIX and holds TEXT
pids_of() {
  ps -eo pid=,args= | awk -v prefix="$1" -v text="$2" \
    '{pid=$1; sub(/^ *[0-9]+ /, "")} index($0, prefix)==1 && index($0, text) {print pid}'
}

# gone PID SECONDS  wait until a process has ended (one that nobody reaped yet has no program any more)
gone() {
  local i
  for ((i = 0; i < $2 * 20; i++)); do
    [ -e "/proc/$1/exe" ] || return 0
    sleep .05
  done
  return 1
}

# end_process PID SECONDS  ask, wait, insist
end_process() {
  kill "$1" 2>/dev/null || return 0
  gone "$1" "$2" && return 0
  kill -9 "$1" 2>/dev/null || true
  gone "$1" 5 || say "process $1 does not end"
}

# first_value KEY FILE  a value of a KEY=VALUE file
first_value() { sed -n "s/^$1=//p" "$2" 2>/dev/null | head -n 1; }

# set_value KEY VALUE FILE
set_value() {
  touch "$3"
  sed -i "/^$1=/d" "$3"
  echo "$1=$2" >>"$3"
}

# make_state STATE  the directory of one lab, with a client configuration that keeps the command quiet on first use
make_state() {
  mkdir -p "$1/client"
  chmod 711 "$1"
  echo 'default-remote: local' >"$1/client/config.yml"
}

seconds() { awk -v a="$1" -v b="$(date +%s.%N)" 'BEGIN{printf "%.1f", b-a}'; }
