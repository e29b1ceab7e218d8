# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may ask, and what."""

from __future__ import annotations

import base64
import hashlib

from ansible_collections.lxcri.containers.tests.unit.cases.case import Case

# Made for these tests; nobody has its key.
CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIIBcjCCARmgAwIBAgIUHf2uDpdFfJepmTMfmjj0f9g1geowCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEY2FzZTAeFw0yNjExMjMyMDQzNTVaFw00NjExMTgyMDQzNTVa
MA8xDTALBgNVBAMMBGNhc2UwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATwst6g
U0cBlTbuC0IQBqTiesYiiuu9R57WBaCLSRu0iU46Wr2HVW9ocs0htvdTwqcWbHiW
7pxzuclU568fpERfo1MwUTAdBgNVHQ4EFgQU3HtdQLaLCUJYTyi53flw7WBO/BMw
HwYDVR0jBBgwFoAU3HtdQLaLCUJYTyi53flw7WBO/BMwDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNHADBEAiB/k24SaJOAUfGKEpu4HVfy2z6tKGsc94lURqhF
QXir2wIgMNFrB6LvJZwmgXwxG8lhFnRy+fhZ2vKBsZJkx8V69GY=
-----END CERTIFICATE-----
"""
FINGERPRINT = hashlib.sha256(base64.b64decode("".join(CERTIFICATE.splitlines()[1:-1]))).hexdigest()
READ = {"entity_type": "project", "url": "/1.0/projects/default", "entitlement": "viewer"}
WORK = {"entity_type": "project", "url": "/1.0/projects/default", "entitlement": "operator"}
GROUPS = (("auth/groups", {"name": "{p}a"}), ("auth/groups", {"name": "{p}b"}))
NO_GROUPS = ("auth/groups/{p}a", "auth/groups/{p}b")

CASES = (
    Case(
        kind="certificate",
        name={"name": "{p}cert", "certificate": CERTIFICATE},
        path="certificates/" + FINGERPRINT,
        create={"restricted": True, "projects": ["default"]},
        created={"name": "{p}cert", "type": "client", "restricted": True, "projects": ["default"]},
        update={"restricted": False, "projects": []},
        updated={"restricted": False, "projects": []},
        keys=("restricted", "projects"),
        fixed={"type": "metrics"},
        fixed_key="type",
    ),
    Case(
        kind="auth_group",
        name={"name": "{p}group"},
        path="auth/groups/{p}group",
        create={"description": "one", "permissions": [READ]},
        created={"description": "one", "permissions": [READ]},
        update={"permissions": [READ, WORK]},
        updated={"description": "one", "permissions": [READ, WORK]},
        keys=("permissions",),
        reordered={"permissions": [WORK, READ]},
        renamed="auth/groups/{p}groupnew",
        products=("lxd",),
        place="fake",
        extension="access_management",
    ),
    Case(
        kind="identity_provider_group",
        name={"name": "{p}idp"},
        path="auth/identity-provider-groups/{p}idp",
        before=GROUPS,
        after=NO_GROUPS,
        create={"groups": ["{p}a"]},
        created={"groups": ["{p}a"]},
        update={"groups": ["{p}a", "{p}b"]},
        updated={"groups": ["{p}a", "{p}b"]},
        keys=("groups",),
        reordered={"groups": ["{p}b", "{p}a"]},
        renamed="auth/identity-provider-groups/{p}idpnew",
        products=("lxd",),
        place="fake",
        extension="access_management",
    ),
    Case(
        kind="identity",
        name={"method": "tls", "name": "{p}id"},
        path="auth/identities/tls/{p}id",
        before=GROUPS,
        after=NO_GROUPS,
        create={"certificate": CERTIFICATE, "groups": ["{p}a"]},
        created={"name": "{p}id", "id": FINGERPRINT, "groups": ["{p}a"]},
        update={"groups": ["{p}b", "{p}a"]},
        updated={"groups": ["{p}a", "{p}b"]},
        keys=("groups",),
        reordered={"groups": ["{p}a", "{p}b"]},
        products=("lxd",),
        place="fake",
        extension="access_management_tls",
    ),
)
