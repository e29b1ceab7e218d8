# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options by which plugins name a server.  They mean what the modules' options of the same names mean."""

from __future__ import annotations


class ModuleDocFragment:
    """``server`` and ``server.project``."""

    DOCUMENTATION = r"""
options:
  server:
    type: list
    elements: str
    description:
      - Which LXD or Incus to work on, as for the modules of this collection.
      - V(local), or nothing, is the server of the controller; a path or V(unix:///path) a unix socket;
        V(https://host:8443) a server on the network, several addresses of one cluster in a list or with commas
        between; V(ssh://user@host:22/path/to/unix.socket) the socket of another machine, reached through OpenSSH; any
        other word a remote of the C(lxc) or C(incus) client.
    env:
      - name: LXCRI_SERVER
    ini:
      - section: lxcri
        key: server
    vars:
      - name: lxcri_server
  client_cert:
    type: path
    description:
      - The client's certificate, a PEM file, for a server reached over https. Goes with O(client_key).
      - Without it the remote's own certificate is used, or else the one this collection made for a trust token.
    env:
      - name: LXCRI_CLIENT_CERT
    ini:
      - section: lxcri
        key: client_cert
    vars:
      - name: lxcri_client_cert
  client_key:
    type: path
    description: The private key of O(client_cert), a PEM file.
    env:
      - name: LXCRI_CLIENT_KEY
    ini:
      - section: lxcri
        key: client_key
    vars:
      - name: lxcri_client_key
  server_cert:
    type: str
    description:
      - The certificate that a server reached over https must show, as a PEM file's path, as PEM text, or as its SHA-256
        fingerprint in hexadecimal. No other certificate is accepted then, and no authority is asked.
    env:
      - name: LXCRI_SERVER_CERT
    ini:
      - section: lxcri
        key: server_cert
    vars:
      - name: lxcri_server_cert
  trust_token:
    type: str
    description:
      - A token, made by C(lxc config trust add) or C(incus config trust add), that makes the server trust this client.
      - It also names the server's addresses, so O(server) can be left out.
    env:
      - name: LXCRI_TRUST_TOKEN
    vars:
      - name: lxcri_trust_token
  bearer_token:
    type: str
    description: A token sent with every request in the header C(Authorization), for a server that takes such tokens.
    env:
      - name: LXCRI_BEARER_TOKEN
    vars:
      - name: lxcri_bearer_token
"""

    PROJECT = r"""
options:
  project:
    type: str
    description: The project; by default the one of the remote that O(server) names, or else V(default).
    env:
      - name: LXCRI_PROJECT
    ini:
      - section: lxcri
        key: project
    vars:
      - name: lxcri_project
"""
