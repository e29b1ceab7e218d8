#!/usr/bin/env bash
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# The connection plugin under whole playbooks: raw, command, files, async, become, waiting, with and without pipelining.
#
# LXCRI_LIVE_LXD, LXCRI_LIVE_INCUS   sockets of the servers to run on, at least one
# LXCRI_TEST_IMAGE                   an image there with Python and sudo, default debian
# LXCRI_SERVER ...                   another way to the same server, as the connection reads it from the environment
# LXCRI_TEST_PIPELINING              default "true false"
# LXCRI_TEST_PLAYS                   default "connection become reboot"
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

work=$(mktemp -d)
name=lxcri-conn-$$
image=${LXCRI_TEST_IMAGE:-debian}
commands=()

clean() {
  for one in "${commands[@]}"; do $one delete --force "$name" >/dev/null 2>&1 || true; done
  rm -rf "$work"
}
trap clean EXIT

{
  echo "all:"
  echo "  vars: {ansible_connection: lxcri.containers.api, ansible_host: $name, ansible_python_interpreter: /usr/bin/python3}"
  echo "  hosts:"
} >"$work/hosts.yml"

add() { # PRODUCT SOCKET COMMAND VARIABLE
  [ -n "$2" ] || return 0
  local command="env $4=$(dirname "$2") $3"
  commands+=("$command")
  $command launch "$image" "$name" >/dev/null
  for pipelining in ${LXCRI_TEST_PIPELINING:-true false}; do
    echo "    $1-pipelining-$pipelining: {lxcri_server: '${LXCRI_SERVER:-$2}', ansible_pipelining: $pipelining}" >>"$work/hosts.yml"
  done
}
add lxd "${LXCRI_LIVE_LXD:-}" lxc LXD_DIR
add incus "${LXCRI_LIVE_INCUS:-}" incus INCUS_DIR
[ ${#commands[@]} -gt 0 ] || { echo "no server: set LXCRI_LIVE_LXD or LXCRI_LIVE_INCUS to a socket" >&2; exit 1; }

export ANSIBLE_HOST_KEY_CHECKING=False ANSIBLE_RETRY_FILES_ENABLED=False LC_ALL=C.UTF-8
for play in ${LXCRI_TEST_PLAYS:-connection become reboot}; do
  ansible-playbook -i "$work/hosts.yml" -e "local_tmp=$work" "test_$play.yml" "$@"
done
