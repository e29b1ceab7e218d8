# shellcheck shell=bash
# LXD and Incus differ, for the lab, in these names only.

use_kind() {
  KIND=$1
  case $KIND in
    lxd) VAR=LXD CLI=lxc TABLE=lxd ;;
    incus) VAR=INCUS CLI=incus TABLE=incus ;;
    *) die "make a lab of $KIND" "there is no such daemon" "say lxd or incus" ;;
  esac
}

need_kind() { "need_$KIND"; }

# Debian keeps incusd and its helpers out of PATH.
daemon_binary() {
  local path
  if [ "$KIND" = lxd ]; then
    command -v lxd
  else
    for path in /usr/libexec/incus/incusd /usr/lib/incus/incusd /opt/incus/bin/incusd; do
      [ -x "$path" ] && { echo "$path"; return 0; }
    done
    command -v incusd
  fi
}

# in_dir DIR COMMAND...  with the daemon's and the client's directories set
in_dir() {
  local dir=$1
  shift
  env "${VAR}_DIR=$dir" "${VAR}_CONF=${dir%/*}/client" "$@" 9>&-
}

wait_ready() { in_dir "$1" timeout 3 "$(daemon_binary)" waitready --timeout=2 >/dev/null 2>&1; }

add_trust() {
  if [ "$KIND" = lxd ]; then
    in_dir "$1" "$CLI" config trust add "$2" >/dev/null
  else
    in_dir "$1" "$CLI" config trust add-certificate "$2" >/dev/null
  fi
}

join_token() {
  if [ "$KIND" = lxd ]; then
    in_dir "$1" lxc cluster add "$2" | tail -n 1
  else
    in_dir "$1" incus cluster add "$2" | tail -n 1
  fi
}

preseed() {
  if [ "$KIND" = lxd ]; then in_dir "$1" lxd init --preseed >/dev/null; else in_dir "$1" incus admin init --preseed >/dev/null; fi
}
