# KIND DIRECTORY FREE_MIB IDS_ARE_ADDED DRIVERS   what a server would miss on this machine, a line each
kind=$1 directory=$2 free=$3 added=$4 drivers=$5

[ "$(id -u)" = 0 ] || echo "problem: the tasks run as $(id -un), and $kind is installed and started by root: use become"

for file in /etc/subuid /etc/subgid; do
  awk -F: '$1 == "root" && $3 >= 65536 {found = 1} END {exit !found}' "$file" 2>/dev/null && continue
  # A range that is missing can be added; one that is too small is somebody's decision.
  [ "$added" != True ] || grep -qs '^root:' "$file" || continue
  echo "problem: $file gives root no range of 65536 ids, which unprivileged containers are mapped to: add root:1000000:1000000000"
done

if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  for controller in memory pids cpu; do
    grep -qw "$controller" /sys/fs/cgroup/cgroup.controllers ||
      echo "problem: the cgroup controller $controller is not available: see the kernel's command line for cgroup_disable"
  done
elif [ -d /sys/fs/cgroup/memory ] || [ -d /sys/fs/cgroup/unified ]; then
  echo "note: cgroups are of version 1, whose limits Incus 6.1 and newer ignore"
else
  echo "problem: no cgroups are mounted under /sys/fs/cgroup: mount them"
fi

# In a network namespace of its own nothing of the machine is changed; the kernel loads what it has as a module.
if command -v unshare >/dev/null && command -v ip >/dev/null && [ "$(id -u)" = 0 ]; then
  unshare --net ip link add lxcri0 type veth peer name lxcri1 2>/dev/null ||
    echo "problem: the kernel makes no veth interfaces, which containers are connected by: load the module veth"
  unshare --net ip link add lxcri0 type bridge 2>/dev/null ||
    echo "problem: the kernel makes no bridges: load the module bridge"
  unshare --user true 2>/dev/null ||
    echo "problem: the kernel makes no user namespaces: set user.max_user_namespaces above 0"
fi

for driver in $drivers; do
  case $driver in
    btrfs) modprobe -q btrfs 2>/dev/null; grep -qw btrfs /proc/filesystems ;;
    zfs) modprobe -q zfs 2>/dev/null; [ -e /dev/zfs ] ;;
    lvm) modprobe -q dm_mod 2>/dev/null; [ -e /dev/mapper/control ] && grep -qw device-mapper /proc/misc ;;
    *) true ;;
  esac || echo "problem: the kernel has no $driver, which a storage pool wants: load its module, or use another driver"
done

parent=$directory
while [ ! -d "$parent" ]; do parent=$(dirname "$parent"); done
there=$(($(df -Pk "$parent" | awk 'NR == 2 {print $4}') / 1024))
[ "$there" -ge "$free" ] || echo "problem: $parent has $there MiB free, and $free MiB are wanted: make room, or lower server_free_mib"
