# shellcheck shell=bash
# A cluster on one machine: every member in a network and a mount namespace of its own, joined by a bridge.
#
# On plain loopback addresses managed bridges fail, since all members would create the same interface.
# $LXCRI_LAB/KIND-cluster-NAME/   m1/ m2/ m3/ (data directories), mN.pid, mN.log, mN.out, client/, conf,
#                                 client.crt, client.key, server.crt
# Interfaces on the host: bridge lxlabN, one veth lxlabNmM a member; namespaces lxlabNmM; addresses 10.214.N.M.

use_cluster() {
  use_kind "$1"
  NAME=$2
  STATE=$LXCRI_LAB/$KIND-cluster-$NAME
  CONF=$STATE/conf
}

member_data() { echo "$STATE/m$1"; }
member_address() { echo "10.214.$INDEX.$1"; }

read_index() {
  INDEX=$(first_value INDEX "$CONF")
  BRIDGE=lxlab$INDEX
  MEMBERS=$(first_value MEMBERS "$CONF")
}

ensure_links() {
  local i space
  if [ ! -e "/sys/class/net/$BRIDGE" ]; then
    ip link add "$BRIDGE" type bridge
    ip addr add "10.214.$INDEX.254/24" dev "$BRIDGE"
    ip link set "$BRIDGE" up
  fi
  for ((i = 1; i <= MEMBERS; i++)); do
    space=${BRIDGE}m$i
    [ -e "/run/netns/$space" ] && continue
    ip netns add "$space"
    ip link add "$space" type veth peer name eth0 netns "$space"
    ip link set "$space" master "$BRIDGE" up
    ip -n "$space" addr add "$(member_address "$i")/24" dev eth0
    ip -n "$space" link set lo up
    ip -n "$space" link set eth0 up
    ip -n "$space" route add default via "10.214.$INDEX.254"
  done
}

# In the member's mount namespace /sys is mounted anew, so that it shows the member's interfaces, and all mounts of
# the daemon vanish with it.
start_member() {
  local data binary i
  data=$(member_data "$1")
  binary=$(daemon_binary)
  mkdir -p "$data"
  chmod 711 "$data"
  # shellcheck disable=SC2016 # expanded by the inner shell
  setsid env --chdir=/ "${VAR}_DIR=$data" "PATH=${binary%/*}:$PATH" nsenter "--net=/run/netns/${BRIDGE}m$1" \
    unshare -m --propagation slave bash -euc '
      held=$(mktemp -d /run/lxcri-lab.XXXXXX)
      mount --rbind /sys/fs/cgroup "$held"
      mount -t sysfs sysfs /sys
      mount --rbind "$held" /sys/fs/cgroup
      umount -l "$held"
      rmdir "$held"
      exec "$0" --group root --logfile "$1.log" --verbose' "$binary" "$data" >"$data.out" 2>&1 </dev/null 9>&- &
  echo $! >"$data.pid"
  for ((i = 0; i < 100; i++)); do is_alive "$data.pid" "$data" && break; sleep .02; done
}

first_member() {
  preseed "$(member_data 1)" <<Y
config: {core.https_address: "$(member_address 1):8443"}
storage_pools: [{name: default, driver: dir}]
networks: [{name: ${TABLE}br0, type: bridge, config: {ipv4.address: 10.215.$INDEX.1/24, ipv4.nat: "true", ipv6.address: none}}]
profiles: [{name: default, devices: {root: {path: /, pool: default, type: disk}, eth0: {name: eth0, network: ${TABLE}br0, type: nic}}}]
cluster: {server_name: m1, enabled: true}
Y
  make_client_certificate "$STATE"
  add_trust "$(member_data 1)" "$STATE/client.crt"
  cp "$(member_data 1)/cluster.crt" "$STATE/server.crt"
}

join_member() {
  preseed "$(member_data "$1")" <<Y
cluster: {enabled: true, server_name: m$1, server_address: "$(member_address "$1"):8443", cluster_token: "$(join_token "$(member_data 1)" "m$1")", member_config: []}
Y
}

is_clustered() { [ -e "$(member_data "$1")/cluster.crt" ]; }

cluster_up() {
  local i began fresh=0
  began=$(date +%s.%N)
  need_root "start a cluster of $KIND"
  need_kind
  ensure_subids
  lock_lab
  if [ ! -e "$CONF" ]; then
    fresh=1
    trap 'say "up failed: taking away what it had started"; cluster_remove' EXIT
    make_state "$STATE"
    set_value INDEX "$(choose_index)" "$CONF"
    set_value MEMBERS "$WANTED_MEMBERS" "$CONF"
    set_value UNFORMED "$UNFORMED" "$CONF"
    [ -e /run/netns ] || set_value MADE_NETNS 1 "$CONF"
  fi
  read_index
  ensure_links
  for ((i = 1; i <= MEMBERS; i++)); do
    is_alive "$(member_data "$i").pid" "$(member_data "$i")" || start_member "$i"
  done
  for ((i = 1; i <= MEMBERS; i++)); do
    wait_daemon "$(member_data "$i").pid" "$(member_data "$i")" "$(member_data "$i").out"
  done
  [ "$(first_value UNFORMED "$CONF")" = 1 ] || form_cluster
  [ $fresh = 0 ] || trap - EXIT
  say "cluster of $MEMBERS $KIND members \"$NAME\" is up ($(seconds "$began") s): $(member_data 1)/unix.socket"
}

form_cluster() {
  local i
  is_clustered 1 || first_member
  for ((i = 2; i <= MEMBERS; i++)); do is_clustered "$i" || join_member "$i"; done
  know_threshold
}

# LXD 5.0.2 panics when this is set before the server is clustered, and a member that joins later does not know it: it goes by the
# default, and whatever is set through it next makes the others forget it, too. Set through one that does not know it, all learn it.
know_threshold() {
  local i
  for ((i = 1; i <= MEMBERS; i++)); do
    [ "$(in_dir "$(member_data "$i")" "$CLI" config get cluster.offline_threshold)" = 11 ] ||
      in_dir "$(member_data "$i")" "$CLI" config set cluster.offline_threshold 11
  done
}

# remove_space N  a member's namespace, with whatever still runs in it
remove_space() {
  local pid space=${BRIDGE}m$1
  [ -e "/run/netns/$space" ] || return 0
  for pid in $(ip netns pids "$space"); do end_process "$pid" 2; done
  ip netns del "$space"
  ip link del "$space" 2>/dev/null || true
  sweep_apparmor "$(member_data "$1")"
}

cluster_remove() {
  local i names=""
  read_index
  stop_instances "$(member_data 1)"
  for ((i = 1; i <= ${MEMBERS:-0}; i++)); do
    kill_instances "$(member_data "$i")"
    is_alive "$(member_data "$i").pid" "$(member_data "$i")" && kill -9 "$(cat "$(member_data "$i").pid")"
  done
  for ((i = 1; i <= ${MEMBERS:-0}; i++)); do
    names+=" $(names_of "$(member_data "$i")")"
    remove_space "$i"
  done
  [ ! -e "/sys/class/net/$BRIDGE" ] || ip link del "$BRIDGE"
  # shellcheck disable=SC2086 # one word is one name
  sweep_cgroups $names
  if [ "$(first_value MADE_NETNS "$CONF")" = 1 ] && [ -z "$(ls /run/netns)" ]; then
    umount /run/netns 2>/dev/null || true
    rmdir /run/netns
  fi
  rm -rf --one-file-system "$STATE"
  tidy_root
}

cluster_down() {
  local began
  began=$(date +%s.%N)
  [ -d "$STATE" ] || { say "cluster of $KIND \"$NAME\" is not up"; return 0; }
  need_root "stop a cluster of $KIND"
  lock_lab
  cluster_remove
  say "cluster of $KIND \"$NAME\" is down ($(seconds "$began") s)"
}

# cluster_kill N  the power cut of one member; the next up brings it back
cluster_kill() {
  local data
  read_index
  data=$(member_data "$1")
  is_alive "$data.pid" "$data" || die "kill member m$1" "it does not run" "lab/lab $WHAT up --name $NAME"
  kill -9 "$(cat "$data.pid")"
  gone "$(cat "$data.pid")" 5
  say "member m$1 is gone; lab/lab $WHAT up --name $NAME brings it back"
}

# cluster_lose N  a member with everything on it; the next up starts a fresh daemon in its place
cluster_lose() {
  local data names
  read_index
  data=$(member_data "$1")
  [ -d "$data" ] || die "lose member m$1" "there is none" "lab/lab $WHAT status --name $NAME"
  lock_lab
  kill_instances "$data"
  is_alive "$data.pid" "$data" && kill -9 "$(cat "$data.pid")"
  names=$(names_of "$data")
  remove_space "$1"
  # shellcheck disable=SC2086 # one word is one name
  sweep_cgroups $names
  rm -rf --one-file-system "$data" "$data.pid" "$data.log" "$data.out"
  say "member m$1 is lost; lab/lab $WHAT up --name $NAME starts a fresh daemon in its place"
}

cluster_status() {
  local i state rc=0
  [ -d "$STATE" ] || { echo "$WHAT $NAME: not up"; return 3; }
  read_index
  for ((i = 1; i <= MEMBERS; i++)); do
    state="up, pid $(cat "$(member_data "$i").pid" 2>/dev/null)"
    is_alive "$(member_data "$i").pid" "$(member_data "$i")" || { state="ended"; rc=3; }
    echo "$WHAT $NAME m$i: $state, $(member_address "$i"):8443, socket $(member_data "$i")/unix.socket"
  done
  return $rc
}

cluster_env() {
  [ -d "$STATE" ] || die "print the environment of $WHAT \"$NAME\"" "it is not up" "lab/lab $WHAT up --name $NAME"
  local i all=""
  read_index
  for ((i = 1; i <= MEMBERS; i++)); do all+="${all:+ }$(member_data "$i")"; done
  echo "export ${VAR}_DIR=$(member_data 1)"
  echo "export ${VAR}_CONF=$STATE/client"
  echo "export LXCRI_LAB_SOCKET=$(member_data 1)/unix.socket"
  echo "export LXCRI_LAB_MEMBERS=\"$all\""
  https_env "$(member_address 1):8443"
}
