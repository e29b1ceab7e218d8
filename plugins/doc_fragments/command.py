# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of modules that run a command in an instance."""

from __future__ import annotations


class ModuleDocFragment:
    """``command`` and ``command.wait``."""

    DOCUMENTATION = r"""
options:
  argv:
    type: list
    elements: str
    description:
      - The program and its arguments, one word each. No shell sees them.
      - One of O(argv) and O(cmd) is needed.
  cmd:
    type: str
    description:
      - The program and its arguments in one string, split at spaces with quotes and backslashes as in a shell. No shell
        sees it unless O(shell) names one.
  shell:
    type: str
    description: A shell in the instance, such as V(/bin/sh), that runs O(cmd).
  stdin:
    type: str
    description: Text that the command reads.
  stdin_base64:
    type: str
    description: Bytes that the command reads, as Base64.
  stdin_file:
    type: path
    description: A file on the machine where the module runs, of any size, that the command reads.
  stdin_add_newline:
    type: bool
    default: true
    description: End O(stdin) with a line end if it has none.
  strip_empty_ends:
    type: bool
    default: true
    description: Leave out the line ends at the end of RV(stdout) and RV(stderr).
  env:
    type: dict
    description: Environment variables. What the server and the instance's configuration set stays.
  user:
    type: str
    description:
      - The user to run as, by name or number; V(root) by default.
      - A name is looked up in the instance's own C(/etc/passwd). C(HOME), C(USER), C(LOGNAME) and C(SHELL) are set from
        there unless O(env) does. Further groups that the user is in are not taken on, since the server's API has no
        word for them.
  group:
    type: str
    description: The group to run as, by name or number; by default the user's own.
  cwd:
    type: str
    description: The directory to run in, an absolute path; by default the user's home.
  timeout:
    type: float
    description:
      - Seconds after which the command is killed in the instance, and the task fails. By default it may take for ever.
      - What it started is killed too, if the instance has a shell. It is recognised by the environment variable
        C(LXCRI_COMMAND), which a command with a timeout gets.
"""

    WAIT = r"""
options:
  wait_for:
    type: list
    elements: dict
    description:
      - What to wait for, before a command runs and once an instance was started. All of it must hold, or the task fails
        and says what was still missing.
      - M(lxcri.containers.wait) does nothing else, and says more.
    suboptions:
      running:
        type: bool
        description: It runs. All the others need that too.
      ipv4:
        type: str
        description: It has an IPv4 address on the network interface of that name, as V(eth0), or on V(any) but the loopback.
      ipv6:
        type: str
        description: It has a global IPv6 address on the network interface of that name, or on V(any) but the loopback.
      agent:
        type: bool
        description: The agent of a virtual machine answers. A container needs none.
      cloud_init:
        type: bool
        description: cloud-init is done. When it has failed, the task fails at once with what cloud-init says.
      systemd:
        type: str
        choices: [running, degraded]
        description:
          - systemd has started everything. With V(degraded) it may have failed to start some units, with V(running) that
            fails the task at once.
      port:
        type: int
        description: A program in the instance listens on the TCP port, not only on the loopback.
      file:
        type: str
        description: There is something at the path.
      command:
        type: str
        description: The command ends with O(wait_for[].rc). It is not given to a shell, and may take 30 seconds at most.
      rc:
        type: int
        default: 0
        description: The return code O(wait_for[].command) must have.
      log:
        type: str
        description: The file has a line that matches O(wait_for[].line) within its last MiB.
      console:
        type: bool
        description: The console shows a line that matches O(wait_for[].line) within its last MiB.
      line:
        type: str
        description: A regular expression for O(wait_for[].log) and O(wait_for[].console).
      timeout:
        type: int
        description: Seconds in which this entry must hold, where that is less than O(wait_timeout).
  wait_timeout:
    type: int
    default: 300
    description: Seconds to wait for that at most.
"""
