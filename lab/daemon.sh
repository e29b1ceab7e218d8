# shellcheck shell=bash
# One standalone daemon in a data directory of its own.
#
# $LXCRI_LAB/KIND-NAME/   data/ (LXD_DIR or INCUS_DIR), client/ (the command's own configuration), pid, log, out,
#                         conf (KEY=VALUE: what up was asked for), client.crt, client.key, server.crt (with --https)

use_daemon() {
  use_kind "$1"
  NAME=$2
  STATE=$LXCRI_LAB/$KIND-$NAME
  DATA=$STATE/data
  CONF=$STATE/conf
}

# is_alive PIDFILE DATA  the process of the file runs and is the daemon of that directory (not a later namesake)
is_alive() {
  local pid
  pid=$(cat "$1" 2>/dev/null) || return 1
  [ -n "$pid" ] && [ -e "/proc/$pid/environ" ] || return 1
  # Not through a pipe: grep leaves when it has found it, and who still writes then would count as failed.
  grep -qzxF "${VAR}_DIR=$2" "/proc/$pid/environ" 2>/dev/null
}

# why_not OUT  the daemon's own last complaint
why_not() {
  local line
  line=$({ grep -hiE 'level="?(error|fatal)|^Error|panic' "$1" 2>/dev/null || true; } | tail -n 1)
  [ -n "$line" ] || line=$({ cat "$1" 2>/dev/null || true; } | tail -n 1)
  echo "${line:-nothing}"
}

# A third octet that no lab, no interface and no route of this machine uses: bridge lxlabN has 10.214.N.0/24.
choose_index() {
  local i
  for ((i = 1; i < 255; i++)); do
    grep -qsx "INDEX=$i" "$LXCRI_LAB"/*/conf && continue
    [ -e "/sys/class/net/lxlab$i" ] && continue
    ip -4 route show match "10.214.$i.0/24" | grep -qv '^default' && continue
    echo "$i"
    return 0
  done
  die "choose a subnet" "all of 10.214.0.0/16 is taken by routes of this machine" "take unused labs down (lab/lab all down)"
}

wait_daemon() { # PIDFILE DATA OUT
  local i
  for ((i = 0; i < 60; i++)); do
    wait_ready "$2" && return 0
    is_alive "$1" "$2" || die "start $KIND \"$NAME\"" "the daemon ended: $(why_not "$3")" \
      "mend what it says and run the same command again"
  done
  die "start $KIND \"$NAME\"" "it is not ready after two minutes: $(why_not "$3")" "see $3 and try again"
}

start_daemon() {
  local binary
  binary=$(daemon_binary)
  # From / : a directory that is removed under a daemon makes its rsync fail.
  setsid env --chdir=/ "${VAR}_DIR=$DATA" "PATH=${binary%/*}:$PATH" "$binary" --group root --logfile "$STATE/log" --verbose \
    >"$STATE/out" 2>&1 </dev/null 9>&- &
  echo $! >"$STATE/pid"
  local i
  for ((i = 0; i < 100; i++)); do is_alive "$STATE/pid" "$DATA" && break; sleep .02; done
  wait_daemon "$STATE/pid" "$DATA" "$STATE/out"
}

has() { in_dir "$DATA" "$CLI" query "/1.0/$1" >/dev/null 2>&1; }

client() { in_dir "$DATA" "$CLI" "$@" </dev/null; }

ensure_defaults() {
  local bridge
  bridge=lxlab$(first_value INDEX "$CONF")
  has storage-pools/default || client storage create default dir >/dev/null
  has "networks/$bridge" || client network create "$bridge" --type=bridge \
    "ipv4.address=10.214.$(first_value INDEX "$CONF").1/24" ipv4.nat=true ipv6.address=none >/dev/null
  client profile device get default root pool >/dev/null 2>&1 ||
    client profile device add default root disk path=/ pool=default >/dev/null
  client profile device get default eth0 network >/dev/null 2>&1 ||
    client profile device add default eth0 nic name=eth0 "network=$bridge" >/dev/null
}

ensure_btrfs() {
  has storage-pools/btrfs && return 0
  client storage create btrfs btrfs size=4GiB >/dev/null ||
    die "create the btrfs pool of $KIND \"$NAME\"" "the kernel gave no btrfs on a loop file" \
      "load the modules btrfs and loop, or leave --btrfs out"
}

# make_client_certificate DIR
make_client_certificate() {
  [ -e "$1/client.crt" ] && return 0
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:secp384r1 -sha384 -nodes -days 3650 -subj /CN=lxcri-lab \
    -keyout "$1/client.key" -out "$1/client.crt" 2>/dev/null
  chmod 600 "$1/client.key"
}

ensure_https() {
  [ "$(client config get core.https_address)" = "$1" ] || client config set core.https_address "$1" ||
    die "open $1 for $KIND \"$NAME\"" "the daemon refused the address" "choose a free one, such as 127.0.0.21:8443"
  if [ ! -e "$STATE/client.crt" ]; then
    make_client_certificate "$STATE"
    add_trust "$DATA" "$STATE/client.crt"
  fi
  cp "$DATA/server.crt" "$STATE/server.crt"
  set_value HTTPS "$1" "$CONF"
}

daemon_up() {
  local began fresh=0
  began=$(date +%s.%N)
  need_root "start $KIND"
  need_kind
  ensure_subids
  lock_lab
  if [ ! -e "$CONF" ]; then
    fresh=1
    trap 'undo_up' EXIT
    make_state "$STATE"
    mkdir -p "$DATA"
    chmod 711 "$DATA"
    set_value INDEX "$(choose_index)" "$CONF"
  fi
  is_alive "$STATE/pid" "$DATA" || start_daemon
  [ "$BARE" = 1 ] || ensure_defaults
  [ "$BTRFS" = 0 ] || ensure_btrfs
  [ -z "$HTTPS" ] || ensure_https "$HTTPS"
  [ $fresh = 0 ] || trap - EXIT
  say "$KIND \"$NAME\" is up ($(seconds "$began") s): $DATA/unix.socket"
}

undo_up() {
  say "up failed: taking away what it had started"
  daemon_remove
}

daemon_remove() {
  if is_alive "$STATE/pid" "$DATA"; then
    stop_instances "$DATA"
    kill_instances "$DATA"
    # Its directory goes away, so it need not tidy up: one second, no more.
    end_process "$(cat "$STATE/pid")" 1
  else
    kill_instances "$DATA"
  fi
  local names
  names=$(names_of "$DATA")
  sweep_networks "$DATA"
  sweep_mounts "$DATA"
  # shellcheck disable=SC2086 # one word is one name
  sweep_cgroups $names
  sweep_apparmor "$DATA"
  rm -rf --one-file-system "$STATE"
  tidy_root
}

daemon_down() {
  local began
  began=$(date +%s.%N)
  [ -d "$STATE" ] || { say "$KIND \"$NAME\" is not up"; return 0; }
  need_root "stop $KIND"
  lock_lab
  daemon_remove
  say "$KIND \"$NAME\" is down ($(seconds "$began") s)"
}

daemon_status() {
  if [ ! -d "$STATE" ]; then
    echo "$KIND $NAME: not up"
    return 3
  elif ! is_alive "$STATE/pid" "$DATA"; then
    echo "$KIND $NAME: the daemon has ended; its last word: $(why_not "$STATE/out")"
    return 3
  fi
  local version running
  version=$(client query /1.0 | sed -n 's/.*"server_version": *"\([^"]*\)".*/\1/p' | head -n 1)
  running=$(client list --all-projects -f csv -c s | grep -c RUNNING || true)
  echo "$KIND $NAME: up, version $version, pid $(cat "$STATE/pid"), $running running, socket $DATA/unix.socket"
}

daemon_env() {
  [ -d "$STATE" ] || die "print the environment of $KIND \"$NAME\"" "it is not up" "lab/lab $KIND up --name $NAME"
  echo "export ${VAR}_DIR=$DATA"
  echo "export ${VAR}_CONF=$STATE/client"
  echo "export LXCRI_LAB_SOCKET=$DATA/unix.socket"
  echo "export LXCRI_LAB_BRIDGE=lxlab$(first_value INDEX "$CONF")"
  [ -z "$(first_value HTTPS "$CONF")" ] || https_env "$(first_value HTTPS "$CONF")"
}

https_env() {
  echo "export LXCRI_LAB_URL=https://$1"
  echo "export LXCRI_LAB_CERT=$STATE/client.crt"
  echo "export LXCRI_LAB_KEY=$STATE/client.key"
  echo "export LXCRI_LAB_SERVER_CERT=$STATE/server.crt"
}

# import_image IMAGE ALIAS PIDFILE  build an image of the lab and import it into the daemon of $DATA
import_image() {
  local meta rootfs fingerprint
  is_alive "$3" "$DATA" || die "import $1" "$WHAT \"$NAME\" is not up" "lab/lab $WHAT up --name $NAME"
  case $1 in
    busybox) meta=$(image_busybox unified) rootfs= ;;
    debian) { read -r meta; read -r rootfs; } <<<"$(image_debian)" ;;
    fresh) { read -r meta; read -r rootfs; } <<<"$(image_fresh)" ;;
    *) die "import $1" "the lab builds no such image" "say busybox, debian or fresh" ;;
  esac
  # shellcheck disable=SC2086 # a unified image has no second file
  fingerprint=$(cat "$meta" $rootfs | sha256sum | cut -d ' ' -f 1)
  has "images/aliases/$2" && { say "image $2 is there"; return 0; }
  # shellcheck disable=SC2086
  has "images/$fingerprint" || client image import "$meta" $rootfs >/dev/null
  client image alias create "$2" "$fingerprint" >/dev/null
  say "image $2 imported into $WHAT \"$NAME\" (${fingerprint:0:12})"
}
