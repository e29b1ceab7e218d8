# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may come in: certificates and tokens; identities, groups and identity provider groups of LXD 5.21 and later."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import textwrap
from typing import Any, Dict, List, Optional, Tuple

from ansible_collections.lxcri.containers.tests.unit.fakes import crud
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object, Prefix
from ansible_collections.lxcri.containers.tests.unit.fakes.table import (
    FLAG,
    LIST,
    TEXT,
    Collection,
    Field,
    Route,
)
from ansible_collections.lxcri.containers.tests.unit.fakes.things import daemon
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, created, sync, timestamp

TYPES = ("client", "metrics", "server")


def pem_of(text: str) -> Tuple[str, str]:
    """(PEM, fingerprint) of a certificate given as PEM or as bare base64."""
    lines = [line.strip() for line in text.strip().splitlines() if "CERTIFICATE" not in line]
    try:
        der = base64.b64decode("".join(lines), validate=True)
    except (ValueError, binascii.Error):
        raise Failure(400, "illegal base64 data at input byte 0") from None
    if not der.startswith(b"\x30"):
        raise Failure(400, "Invalid certificate material")
    body = "\n".join(textwrap.wrap(base64.b64encode(der).decode(), 64))
    pem = "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n" % body
    return pem, hashlib.sha256(der).hexdigest()


def _find(kind: str) -> Any:
    def find(ctx: Context, prefix: Prefix, name: str) -> Optional[Object]:
        found = [one for key, one in ctx.store.named(kind, prefix).items() if name and key.startswith(name)]
        return found[0] if len(found) == 1 else None

    return find


def _projects(ctx: Context, names: List[str]) -> None:
    for name in names:
        if ctx.store.find("project", ("",), name) is None:
            raise Failure(404, "Project not found")


def _update(ctx: Context, old: Object, new: Object, body: Dict[str, Any]) -> None:
    if new["type"] != old["type"]:
        raise Failure(403 if ctx.server.lxd else 400, "The certificate type cannot be changed")
    if body.get("certificate"):
        new["certificate"], fingerprint = pem_of(new["certificate"])
        if fingerprint != old["fingerprint"]:
            new["fingerprint"] = fingerprint
            ctx.store.drop("certificate", ("",), old["fingerprint"])
            ctx.store.put("certificate", ("",), fingerprint, old)
    else:
        new["certificate"] = old["certificate"]
    _projects(ctx, new["projects"])


def _certificates(server: Any) -> Collection:
    fields = {"name": TEXT, "type": TEXT, "restricted": FLAG, "projects": LIST, "certificate": TEXT}
    if server.has("certificate_description"):
        fields["description"] = TEXT
    return Collection(
        kind="certificate",
        noun="certificate",
        path="/1.0/certificates",
        key="fingerprint",
        go="Certificate",
        fields=fields,
        create=False,
        methods=("GET", "PUT", "PATCH", "DELETE"),
        missing="Certificate not found",
        find=_find("certificate"),
        before_update=_update,
    )


def token(ctx: Context, name: str = "", **more: Any) -> Dict[str, Any]:
    addresses = ctx.server.config.get("core.https_address", "")
    if not addresses and not ctx.server.clustered:
        raise Failure(400, "Can't issue token when server isn't listening on network")
    found = {"secret": secrets.token_hex(32), "fingerprint": daemon.FINGERPRINT, "addresses": [addresses]}
    request = {"name": name, "type": "client", "restricted": False, "projects": [], "certificate": "", "password": ""}
    found["request"] = {**request, **more, "token": True}
    return found


def _create(kind: Collection) -> Any:
    def handle(ctx: Context) -> Reply:
        body = ctx.json()
        given = crud.decode("CertificatesPost", kind.fields, body)
        if body.get("token"):
            metadata = token(ctx, **{key: given[key] for key in given if key != "description"})
            return ctx.task("Executing operation", None, None, "token", True, metadata)
        if given.get("type", "") not in TYPES:
            raise Failure(400, "Invalid certificate type" if given.get("type") else "Unknown request type ")
        if not given.get("certificate"):
            raise Failure(400, "Client is already trusted")
        pem, fingerprint = pem_of(given["certificate"])
        if ctx.store.find("certificate", ("",), fingerprint) is not None:
            raise Failure(409, "Certificate already in trust store")
        _projects(ctx, given.get("projects", []))
        obj = crud.new_object(kind, ("",), fingerprint, given)
        obj.update(certificate=pem, name=given.get("name") or fingerprint[:12])
        crud.insert(ctx, kind, ("",), obj)
        return created("/1.0/certificates/" + fingerprint)

    return handle


def _group(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    kept = []
    for one in obj["permissions"] or []:
        if not one.get("entity_type") or not one.get("entitlement"):
            raise Failure(400, "Permissions need an entity type and an entitlement")
        kept.append({key: one.get(key, "") for key in ("entity_type", "url", "entitlement")})
    obj["permissions"] = kept


def _group_view(ctx: Context, obj: Object, shown: Object) -> None:
    members: Dict[str, List[str]] = {}
    for _prefix, identity in ctx.store.everywhere("identity"):
        if obj["name"] in identity["groups"]:
            members.setdefault(identity["authentication_method"], []).append(identity["id"])
    mapped = [one["name"] for _prefix, one in ctx.store.everywhere("idp_group") if obj["name"] in one["groups"]]
    shown.update(identities=members, identity_provider_groups=mapped)


def _group_renamed(ctx: Context, obj: Object, name: str) -> None:
    for kind in ("identity", "idp_group"):
        for _prefix, one in ctx.store.everywhere(kind):
            one["groups"] = [name if group == obj["name"] else group for group in one["groups"]]


def _group_gone(ctx: Context, obj: Object) -> None:
    for kind in ("identity", "idp_group"):
        for _prefix, one in ctx.store.everywhere(kind):
            one["groups"] = [group for group in one["groups"] if group != obj["name"]]


def _known_groups(ctx: Context, obj: Object) -> None:
    for name in obj["groups"]:
        if ctx.store.find("auth_group", ("",), name) is None:
            raise Failure(404, 'Group "%s" not found' % name)


def _find_identity(ctx: Context, prefix: Prefix, name: str) -> Optional[Object]:
    for one in ctx.store.named("identity", prefix).values():
        if name in (one["id"], one["name"]):
            return one
    return None


def _identity_view(ctx: Context, obj: Object, shown: Object) -> None:
    shown["authentication_method"] = obj["_prefix"][1]
    if "name" in ctx.params:
        shown.update(effective_groups=list(obj["groups"]), effective_permissions=[], fine_grained=True)


IDENTITY = Collection(
    kind="identity",
    noun="identity",
    path="/1.0/auth/identities/{method}",
    key="id",
    go="Identity",
    under=("method",),
    fields={"groups": LIST, "tls_certificate": TEXT},
    create=False,
    methods=("GET", "PUT", "PATCH", "DELETE"),
    missing="Identity not found",
    extension="access_management",
    find=_find_identity,
    before_update=lambda ctx, _old, new, _body: _known_groups(ctx, new),
    view=_identity_view,
)


def _create_identity(ctx: Context) -> Reply:
    body, method = ctx.json(), ctx.params["method"]
    name = body.get("name") or ""
    if not name:
        raise Failure(400, "Identity name must be provided")
    obj: Object = {"name": name, "groups": body.get("groups") or [], "tls_certificate": "", "_prefix": ("", method)}
    obj["authentication_method"] = method
    _known_groups(ctx, obj)
    if body.get("token"):
        obj.update(id=secrets.token_hex(16), type="Client certificate (pending)")
        crud.insert(ctx, IDENTITY, ("", method), obj)
        metadata = {"client_name": name, "fingerprint": daemon.FINGERPRINT, "addresses": [], "type": obj["type"]}
        metadata.update(secret=secrets.token_hex(32), expires_at=timestamp())
        return crud.with_metadata(created(ctx.url(IDENTITY, obj)), metadata)
    if method == "tls":
        obj["tls_certificate"], obj["id"] = pem_of(body.get("certificate") or "")
        obj["type"] = "Client certificate"
    elif method == "bearer":
        obj.update(id=secrets.token_hex(16), type=body.get("type") or "Client token bearer")
    else:
        raise Failure(501, "not implemented")
    if _find_identity(ctx, ("", method), obj["id"]) or _find_identity(ctx, ("", method), name):
        raise Failure(409, "The identity already exists")
    crud.insert(ctx, IDENTITY, ("", method), obj)
    return created(ctx.url(IDENTITY, obj))


def _all_identities(ctx: Context) -> Reply:
    found = [obj for _prefix, obj in ctx.store.everywhere("identity")]
    if ctx.recursion:
        return sync([crud.show(ctx, IDENTITY, obj) for obj in found])
    return sync([ctx.url(IDENTITY, obj) for obj in found])


def _current(_ctx: Context) -> Reply:
    who = {"authentication_method": "", "type": "", "id": "", "name": "root", "groups": [], "tls_certificate": ""}
    return sync({**who, "effective_groups": [], "effective_permissions": [], "fine_grained": False})


def kinds(server: Any) -> List[Collection]:
    rows = Field("any", zero=[])
    return [
        _certificates(server),
        IDENTITY,
        Collection(
            kind="auth_group",
            noun="group",
            path="/1.0/auth/groups",
            go="AuthGroup",
            fields={"description": TEXT, "permissions": rows},
            missing="Group not found",
            exists=(409, 'Group "{name}" already exists'),
            extension="access_management",
            before_create=_group,
            before_update=lambda ctx, _old, new, body: _group(ctx, new, body),
            before_rename=_group_renamed,
            after_delete=_group_gone,
            view=_group_view,
        ),
        Collection(
            kind="idp_group",
            noun="identity provider group",
            path="/1.0/auth/identity-provider-groups",
            go="IdentityProviderGroup",
            fields={"groups": LIST},
            missing="Identity provider group not found",
            exists=(409, 'Identity provider group "{name}" already exists'),
            extension="access_management",
            before_create=lambda ctx, obj, _body: _known_groups(ctx, obj),
            before_update=lambda ctx, _old, new, _body: _known_groups(ctx, new),
        ),
    ]


def routes(server: Any) -> List[Route]:
    return [
        Route("POST", "/1.0/certificates", _create(_certificates(server))),
        Route("GET", "/1.0/auth/identities", _all_identities, extension="access_management"),
        Route("GET", "/1.0/auth/identities/current", _current, extension="access_management"),
        Route("POST", "/1.0/auth/identities/{method}", _create_identity, extension="access_management_tls"),
    ]
