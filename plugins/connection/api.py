# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: api
short_description: Run tasks in containers and virtual machines through the API of LXD or Incus
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Runs commands and moves files through the server's REST API, from wherever that is reached. The instance needs
    neither an SSH server nor a network, and the controller no C(lxc) or C(incus) command.
  - A virtual machine needs its agent.
extends_documentation_fragment:
  - lxcri.containers.server
  - lxcri.containers.server.project
options:
  remote_addr:
    type: str
    description: The instance's name.
    default: inventory_hostname
    vars:
      - name: inventory_hostname
      - name: ansible_host
      - name: lxcri_instance
  remote_user:
    type: str
    description:
      - The user in the instance, by name or number; V(root) by default. No password is asked for, since whoever may use
        the server's API may be anybody there.
      - A name is looked up in the instance's own C(/etc/passwd), once in a run. Further groups that the user is in are
        not taken on, since the API has no word for them; C(become) does that.
    ini:
      - section: defaults
        key: remote_user
    env:
      - name: ANSIBLE_REMOTE_USER
    vars:
      - name: ansible_user
    cli:
      - name: user
    keyword:
      - name: remote_user
  executable:
    type: str
    description: The shell in the instance that runs commands.
    default: /bin/sh
    ini:
      - section: defaults
        key: executable
    env:
      - name: ANSIBLE_EXECUTABLE
    vars:
      - name: ansible_executable
      - name: lxcri_executable
  pipelining:
    type: bool
    default: true
    description:
      - Feed modules to Python in the instance, rather than copying them there first.
      - On by default, unlike with other connections, since nothing speaks against it here.
    env:
      - name: ANSIBLE_PIPELINING
    ini:
      - section: lxcri
        key: pipelining
    vars:
      - name: ansible_pipelining
      - name: lxcri_pipelining
  exec_environment:
    type: dict
    default: {}
    description: Environment variables for everything that runs in the instance, before the task's own C(environment).
    vars:
      - name: lxcri_exec_environment
  timeout:
    type: int
    default: 60
    description:
      - Seconds in which the server must answer, and in which C(become) must have succeeded.
    env:
      - name: LXCRI_CONNECTION_TIMEOUT
    ini:
      - section: lxcri
        key: connection_timeout
    vars:
      - name: lxcri_connection_timeout
  command_timeout:
    type: int
    default: 0
    description:
      - Seconds after which a command is killed in the instance and the host counts as unreachable; V(0) for never.
    env:
      - name: LXCRI_COMMAND_TIMEOUT
    ini:
      - section: lxcri
        key: command_timeout
    vars:
      - name: lxcri_command_timeout
  keep_compiled:
    type: bool
    default: true
    description:
      - Keep what Python compiles of modules in the instance's memory, under C(/dev/shm) and for the user alone, so that only the
        first module of a kind compiles it. Compiling is most of what a small module takes.
      - Python also asks the module's archive for each file once instead of twice, and leaves out what a module imports when it
        looks for garbage.
      - It is about 1 MB for each user and gone when the instance restarts. It serves modules that are piped to Python.
    env:
      - name: LXCRI_KEEP_COMPILED
    ini:
      - section: lxcri
        key: keep_compiled
    vars:
      - name: lxcri_keep_compiled
  keep_interpreter:
    type: bool
    default: false
    description:
      - Keep one Python open in each instance, which has imported what modules import, and fork a child of it for every
        module, rather than start a new Python each time. A small process on the controller holds it for the length of the
        run.
      - It serves modules that are piped to Python without C(become), an environment of the task, O(command_timeout) or another
        O(executable) than C(/bin/sh); everything else goes the ordinary way, and so does everything while it is busy.
      - For each instance it takes about 20 MB of memory there and 16 MB on the controller.
    env:
      - name: LXCRI_KEEP_INTERPRETER
    ini:
      - section: lxcri
        key: keep_interpreter
    vars:
      - name: lxcri_keep_interpreter
notes:
  - A container shares its host's boot id, which M(ansible.builtin.reboot) looks at by default; give it
    C(boot_time_command=stat -c %Z /proc/1).
  - Commands have no terminal, on which C(doas) asks for passwords; it works where C(doas.conf) says C(nopass).
  - Files are written and read by the server itself, as root, and belong to O(remote_user) afterwards. Whoever may use
    the server's API may do that anyway.
"""

import ansible.constants as C
from ansible.errors import AnsibleConnectionFailure, AnsibleError, AnsibleFileNotFound
from ansible.module_utils.common.text.converters import to_bytes, to_text
from ansible.plugins.connection import ConnectionBase, ensure_connect
from ansible.utils.display import Display

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, Unavailable
from ansible_collections.lxcri.containers.plugins.plugin_utils.edge import told

display = Display()


class Connection(ConnectionBase):
    """An instance of LXD or Incus.  Everything that talks to the server is imported with the first call."""

    transport = "lxcri.containers.api"
    has_pipelining = True
    has_tty = True
    default_user = "root"

    def _connect(self):
        from ansible_collections.lxcri.containers.plugins.plugin_utils.connection_session import Session
        with told(AnsibleConnectionFailure), told(AnsibleError, only=(Invalid,)):
            self._session = Session(self._said(), C.DEFAULT_LOCAL_TMP)
        self._connected = True
        return self

    @ensure_connect
    def exec_command(self, cmd, in_data=None, sudoable=True):
        """Return code, stdout and stderr of a shell command."""
        super().exec_command(cmd, in_data=in_data, sudoable=sudoable)
        display.vvv("EXEC {0}".format(to_text(cmd)), host=self.get_option("remote_addr"))
        become = self.become if sudoable and self.become and self.become.expect_prompt() else None
        with told(AnsibleConnectionFailure), told(AnsibleError, only=(Invalid,)):
            return self._session.run(to_text(cmd, errors="surrogate_or_strict"), to_bytes(in_data or b""), become)

    @ensure_connect
    def put_file(self, in_path, out_path):
        """Copy a file into the instance."""
        super().put_file(in_path, out_path)
        display.vvv("PUT {0} TO {1}".format(in_path, out_path), host=self.get_option("remote_addr"))
        local = to_bytes(in_path, errors="surrogate_or_strict")
        with told(AnsibleConnectionFailure), told(AnsibleFileNotFound, only=(Invalid,)):
            files = self._session.files(local)
        with told(AnsibleError), told(AnsibleConnectionFailure, only=(Unavailable,)):
            self._session.put(files, local, to_text(out_path))

    @ensure_connect
    def fetch_file(self, in_path, out_path):
        """Copy a file out of the instance."""
        super().fetch_file(in_path, out_path)
        display.vvv("FETCH {0} TO {1}".format(in_path, out_path), host=self.get_option("remote_addr"))
        with told(AnsibleConnectionFailure):
            files = self._session.files()
        with told(AnsibleError), told(AnsibleConnectionFailure, only=(Unavailable,)):
            self._session.fetch(files, to_text(in_path), to_bytes(out_path, errors="surrogate_or_strict"))

    def reset(self):
        """Begin anew: connections and what was looked up are forgotten."""
        from ansible_collections.lxcri.containers.plugins.plugin_utils.connection_link import forget_account
        forget_account(self._said(), C.DEFAULT_LOCAL_TMP)
        if self._connected:
            self._session.forget()
        self.close()

    def close(self):
        """Close what belongs to this instance; the connection to the server stays for the next one."""
        if self._connected:
            self._session.close()
        self._connected = False

    def _said(self):
        return {name: self.get_option(name) for name in (
            "server", "client_cert", "client_key", "server_cert", "trust_token", "bearer_token", "project",
            "remote_addr", "remote_user", "executable", "exec_environment", "timeout", "command_timeout",
            "keep_compiled", "keep_interpreter")}
