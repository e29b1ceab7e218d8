# shellcheck shell=bash
# Take away what a daemon leaves outside its own directory: containers, networks, mounts, cgroups, profiles.
# Everything is found through the data directory, so that no other daemon's things are touched.

# stop_instances DATA  through the daemon, several at once
stop_instances() {
  local data=$1
  in_dir "$data" timeout 30 "$CLI" list --all-projects -f csv -c esn 2>/dev/null |
    awk -F, '$2 != "STOPPED" {print $1, $3}' |
    in_dir "$data" xargs -r -P 8 -L 1 sh -c 'timeout 60 "$0" stop -f --project "$1" "$2"' "$CLI" >/dev/null 2>&1 || true
}

# kill_instances DATA  what the daemon did not stop: the monitors name the data directory
kill_instances() {
  local monitor child
  for monitor in $(pids_of '[lxc monitor]' " $1/"); do
    for child in $(ps -o pid= --ppid "$monitor"); do kill -9 "$child" 2>/dev/null || true; done
    gone "$monitor" 10 || end_process "$monitor" 2
  done
}

sweep_networks() {
  local data=$1 pid bridge chain table
  for bridge in "$data"/networks/*; do
    [ -d "$bridge" ] || continue
    bridge=${bridge##*/}
    for pid in $(pids_of dnsmasq "$data/networks/$bridge/"); do end_process "$pid" 5; done
    ip link show "$bridge" >/dev/null 2>&1 && ip link del "$bridge"
    for table in $(nft list tables 2>/dev/null | awk -v t="$TABLE" '$3==t {print $2 "/" $3}'); do
      for chain in $(nft list table "${table%/*}" "${table#*/}" | awk -v s=".$bridge" \
        '$1=="chain" && substr($2, length($2)-length(s)+1)==s {print $2}'); do
        nft flush chain "${table%/*}" "${table#*/}" "$chain" && nft delete chain "${table%/*}" "${table#*/}" "$chain"
      done
    done
  done
  for table in $(nft list tables 2>/dev/null | awk -v t="$TABLE" '$3==t {print $2 "/" $3}'); do
    # Counted, not grep -q: that closes the pipe early, nft dies of it, and the table of every other daemon was deleted.
    [ "$(nft list table "${table%/*}" "${table#*/}" | grep -cE '^\s*(chain|set|map) ')" != 0 ] ||
      nft delete table "${table%/*}" "${table#*/}"
  done
}

sweep_mounts() {
  local data=$1 mount loop
  awk -v d="$data/" 'index($2, d)==1 {print $2}' /proc/mounts | sort -r | while read -r mount; do
    umount -l "$(printf '%b' "$mount")" || true
  done
  for loop in $(losetup -nO NAME,BACK-FILE 2>/dev/null | awk -v d="$data/" 'index($2, d)==1 {print $1}'); do
    losetup -d "$loop" || true
  done
}

# names_of DATA  the names liblxc knows this daemon's instances by
names_of() { find "$1/containers" -mindepth 1 -maxdepth 1 ! -name lxc-monitord.log -printf '%f\n' 2>/dev/null || true; }

# sweep_cgroups NAME...  only groups without a process can be removed, so a namesake that runs elsewhere is safe
sweep_cgroups() {
  local name group
  for name in "$@"; do
    # A group of somebody else that vanishes meanwhile is no reason to stop.
    { find /sys/fs/cgroup -depth -type d \( -path "*/lxc.payload.$name*" -o -path "*/lxc.monitor.$name*" \) 2>/dev/null || true; } |
      while read -r group; do
        case /${group#/sys/fs/cgroup/}/ in
          */lxc.payload."$name"/* | */lxc.monitor."$name"/* | */lxc.payload."$name"-[0-9]*/* | */lxc.monitor."$name"-[0-9]*/*)
            rmdir "$group" 2>/dev/null || true ;;
        esac
      done
  done
}

sweep_apparmor() {
  local profiles=/sys/kernel/security/apparmor name
  [ -e "$profiles/.remove" ] || return 0
  awk -v d="$1" 'index($0, "<" d) {sub(/ \([a-z]+\)$/, ""); print}' "$profiles/profiles" | while read -r name; do
    printf '%s' "$name" >"$profiles/.remove" 2>/dev/null || true
  done
}
