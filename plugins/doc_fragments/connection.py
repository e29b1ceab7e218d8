# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that every module shares: which server, which project, how long."""

from __future__ import annotations


class ModuleDocFragment:
    """``connection``, ``connection.project`` and ``connection.timeout``."""

    DOCUMENTATION = r"""
options:
  server:
    type: list
    elements: str
    description:
      - Which LXD or Incus to work on.
      - Leave it out, or say V(local), for the server of the machine on which the module runs. Its socket is looked
        for in E(LXD_DIR) and E(INCUS_DIR), and else where the packages of LXD and Incus put it.
      - A path, or V(unix:///path), is a unix socket.
      - V(https://host:8443) is a server on the network; the port can be left out. Several addresses, all of one
        cluster, are tried in turn.
      - V(ssh://user@host:22/path/to/unix.socket) reaches the socket of another machine through OpenSSH; user, port
        and path can be left out. The server need not listen on the network for that. C(~/.ssh/config) is honoured,
        E(LXCRI_SSH_ARGS) holds more arguments for C(ssh), and nothing may be asked, so the host must be known and the
        key usable. One connection is shared by all tasks and ends a minute after the last of them.
      - Any other word is the name of a remote of the C(lxc) or C(incus) client, as C(lxc remote list) shows it.
      - Where it is not set, the environment variable E(LXCRI_SERVER) is used.
  client_cert:
    type: path
    description:
      - The client's certificate, a PEM file, for a server reached over https. Goes with O(client_key).
      - Without it, a remote that O(server) names brings its own. For any other server the certificate in
        C(~/.config/lxcri) is used, which is made the first time a O(trust_token) needs one; E(LXCRI_CONF) names another
        directory.
      - Where it is not set, the environment variable E(LXCRI_CLIENT_CERT) is used.
  client_key:
    type: path
    description:
      - The private key of O(client_cert), a PEM file.
      - Where it is not set, the environment variable E(LXCRI_CLIENT_KEY) is used.
  server_cert:
    type: str
    description:
      - The certificate that a server reached over https must show, as a PEM file's path, as PEM text, or as its SHA-256
        fingerprint in hexadecimal. No other certificate is accepted then, and no authority is asked.
      - Without it, a remote that O(server) names brings its own, a O(trust_token) names the right one, and a server
        that took a trust token once is remembered in C(~/.config/lxcri). For any other server the machine's
        certificate authorities decide; a certificate they do not vouch for is refused, and its fingerprint is shown.
      - Where it is not set, the environment variable E(LXCRI_SERVER_CERT) is used.
  trust_token:
    type: str
    description:
      - A token that makes the server trust O(client_cert), made by C(lxc config trust add) or C(incus config trust
        add). It is used where the server does not trust the certificate yet, also in check mode.
      - If O(client_cert) and O(client_key) do not exist, or are not named, they are made; the key is readable by its
        owner alone. The token is given only to a server whose certificate is the one that the token names.
      - It also names the server's addresses, so O(server) can be left out.
      - Where it is not set, the environment variable E(LXCRI_TRUST_TOKEN) is used.
  bearer_token:
    type: str
    description:
      - A token sent with every request in the header C(Authorization), for a server that signs in by OpenID Connect.
      - Where it is not set, the environment variable E(LXCRI_BEARER_TOKEN) is used.
requirements:
  - Python 3.9 or newer where the module runs
  - pylxd 2.3.2 or newer
notes:
  - The module talks to the server's REST API, so it can run on any machine that reaches the server, usually the
    controller. With the connection V(local) it does the work inside the C(ansible-playbook) process.
"""

    PROJECT = r"""
options:
  project:
    type: str
    description:
      - The project to work in.
      - Where it is not set, the environment variable E(LXCRI_PROJECT) is used, then the project of the remote that
        O(server) names, then V(default).
"""

    TIMEOUT = r"""
options:
  timeout:
    type: int
    default: 600
    description:
      - Seconds that one operation on the server may take, such as creating an instance or downloading an image.
      - An operation that takes longer is cancelled and the task fails.
"""
