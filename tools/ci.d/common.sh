# shellcheck shell=bash
# What stages share.
# shellcheck source-path=SCRIPTDIR/../..
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$ROOT/tools/common.sh"
cd "$ROOT" || exit
[ -n "${LXCRI_SCRATCH:-}" ] || die "run ${0##*/} by itself" "it needs what tools/test prepares" "tools/test ${0##*/}"

# environment NAME  put a virtual environment first in PATH; ends the stage with 77 where no Python fits
environment() {
  VENV=$("$ROOT/tools/venv" "$1") || exit $?
  export PATH=$VENV/bin:$PATH
}

# installed_collection  the built tarball, installed below $COLLECTIONS, which ansible then looks at alone
installed_collection() {
  COLLECTIONS=$LXCRI_SCRATCH/collections
  TARBALL=$("$ROOT/tools/tarball" "$LXCRI_SCRATCH/dist" "$VENV/bin/ansible-galaxy")
  "$ROOT/tools/install" "$TARBALL" "$COLLECTIONS" "$VENV/bin/ansible-galaxy"
  export ANSIBLE_COLLECTIONS_PATH=$COLLECTIONS
}

# units REQUIREMENTS  the suites that need no daemon
units() {
  environment "$1"
  need_packages openssh-sftp-server
  python -c 'import platform, ansible.release, importlib.metadata as m
print("Python", platform.python_version(), "ansible-core", ansible.release.__version__, "pylxd", m.version("pylxd"))'
  # Compiled files are kept, outside the tree.
  env -u PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX="$(dirname "$VENV")/compiled" python tests/unit/lanes.py
}

# sanity REQUIREMENTS  ansible-test sanity on a clean copy, with nothing ignored
sanity() {
  environment "$1"
  if find tests/sanity -name 'ignore-*' -size +0 2>/dev/null | grep .; then
    die "run ansible-test sanity" "an ignore file is not empty" "mend what it hides and empty it"
  fi
  get_pip
  local tree
  tree=$(tools/copy "$LXCRI_SCRATCH/$1")
  cd "$tree" || exit
  # Version-switching shims in PATH break ansible-test, which asks interpreters where they are.
  PATH=$(real_path) ansible-test sanity --venv --python "$(python -c 'import sys; print("%d.%d" % sys.version_info[:2])')" \
    --color no
}

# PATH without shims, with the environment first.
real_path() { tr ':' '\n' <<<"$PATH" | grep -v -e '/shims$' -e '\.pyenv/bin$' | paste -sd:; }

# ansible-test fetches get-pip.py from a place of its own; an ensurepip in its cache does the same from this machine.
get_pip() {
  local version file
  mkdir -p ~/.ansible/test/cache
  for version in $(python - <<'P'
import inspect
import re

import ansible_test._internal.python_requirements as requirements

print(*sorted(set(re.findall(r"pip\s*=\s*['\"](\d+\.\d+(?:\.\d+)?)['\"]", inspect.getsource(requirements)))))
P
  ); do
    file=~/.ansible/test/cache/get_pip_${version//./_}.py
    [ -e "$file" ] || printf 'import ensurepip\nensurepip.bootstrap(default_pip=True)\n' >"$file"
  done
}

# up_for_tests VARIABLE KIND NAME [HOST]   a daemon with the image bb, its socket in the variable; HOST ends its address
up_for_tests() {
  local socket
  lab/lab "$2" up --name "$3" ${4:+--https "127.0.$(cksum <<<"$LXCRI_LAB" | awk '{print $1 % 200 + 20}').$4:8443"}
  socket=$(lab/lab "$2" env --name "$3" | sed -n 's/^export LXCRI_LAB_SOCKET=//p')
  lab/lab "$2" import busybox --alias bb --name "$3"
  export "$1=$socket"
}
