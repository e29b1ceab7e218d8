# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory plugin against the fake at the wire."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleParserError

from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_hosts import API


def hosts(inventory):
    return sorted(inventory.hosts)


def group(inventory, name):
    return sorted(host.name for host in inventory.groups[name].get_hosts()) if name in inventory.groups else None


def lists(server):
    return [request for request in server.requests if request.path == "/1.0/instances"]


def test_one_server(inventory, populate, fake):
    populate(fake)
    made = inventory(server=fake.socket)
    assert hosts(made) == ["db", "old", "web"]
    found = made.hosts["web"].vars
    assert (found["ansible_connection"], found["ansible_host"], found["lxcri_server"], found["lxcri_project"]) == (
        API, "web", fake.socket, "default")
    assert group(made, "state_stopped") == ["old"] and group(made, "state_running") == ["db", "web"]
    assert group(made, "type_container") == ["db", "old", "web"] and group(made, "member_none") is None


@pytest.mark.parametrize("options, names", [
    ({"project": "shop"}, ["web"]),
    ({"projects": ["shop"]}, ["web"]),
    ({"projects": ["all"]}, ["db", "old", "web", "web.shop"]),
    ({"projects": ["default", "shop"]}, ["db", "old", "web", "web.shop"]),
    ({"projects": ["shop", "all"], "hostnames": "name"},
     ["db", "old", "web.default.lxcri-fake", "web.shop.lxcri-fake"]),
])
def test_projects_in_one_request(inventory, populate, lxd, options, names):
    populate(lxd)
    made = inventory(servers=[dict({"server": lxd.socket, "name": "lxcri-fake"}, **{
        key: value for key, value in options.items() if key != "hostnames"})],
        hostnames=options.get("hostnames", "auto"))
    assert hosts(made) == names
    assert len(lists(lxd)) == 1 and len(lxd.requests) == 2


def test_a_server_that_cannot_list_all_projects_lists_each(inventory, populate, fake_server):
    server = populate(fake_server(remove=["instance_all_projects"]))
    assert hosts(inventory(server=server.socket, projects=["default", "shop"])) == ["db", "old", "web", "web.shop"]
    assert len(lists(server)) == 2
    with pytest.raises(AnsibleParserError) as caught:
        inventory(server=server.socket, projects=["all"])
    assert "instance_all_projects" in str(caught.value)


def test_a_certificate_that_may_not_list_all_projects_lists_each(inventory, populate, lxd):
    populate(lxd)
    lxd.fail_next("GET", "all-projects", 403, "Not allowed")
    assert hosts(inventory(server=lxd.socket, projects=["default", "shop"])) == ["db", "old", "web", "web.shop"]
    lxd.fail_next("GET", "all-projects", 403, "Not allowed")
    with pytest.raises(AnsibleParserError):
        inventory(server=lxd.socket, projects=["all"])


def test_a_cluster_has_groups_of_its_members(inventory, populate, fake_server):
    server = populate(fake_server(clustered=True))
    made = inventory(server=server.socket)
    members = {name: group(made, "member_" + name) for name in server.members}
    assert sorted(host for found in members.values() for host in found or ()) == ["db", "old", "web"]
    assert {name: host.vars["lxcri_member"] for name, host in made.hosts.items()} == {
        host: member for member, found in members.items() for host in found or ()}


def test_several_servers(inventory, populate, fake_server):
    servers = [populate(fake_server(product=product)) for product in ("lxd", "incus")]
    made = inventory(servers=[{"name": name, "server": server.socket} for name, server in zip("ab", servers)],
                     group_by=["server"])
    assert hosts(made) == ["db.a", "db.b", "old.a", "old.b", "web.a", "web.b"]
    assert group(made, "server_b") == ["db.b", "old.b", "web.b"]
    assert made.hosts["web.b"].vars["lxcri_server"] == servers[1].socket
    assert made.hosts["web.b"].vars["ansible_host"] == "web"


def test_selective_fields_where_the_server_has_them(inventory, populate, fake_server):
    server = populate(fake_server(add=["instances_state_selective_recursion"]))
    inventory(server=server.socket)
    assert lists(server)[0].query["recursion"] == "2;fields=state.network"


def test_filters_are_judged_on_the_server_and_here(inventory, populate, fake):
    populate(fake)
    assert hosts(inventory(server=fake.socket, filters={"state": "running", "user.role": ["web", "x"]})) == ["web"]
    assert lists(fake)[0].query["filter"] == "status eq Running"
    assert hosts(inventory(server=fake.socket, exclude={"name": "o*"})) == ["db", "web"]
    assert "filter" not in lists(fake)[1].query


def test_a_server_without_filters_gives_the_same_hosts(inventory, populate, fake_server):
    server = populate(fake_server(remove=["api_filtering"]))
    assert hosts(inventory(server=server.socket, filters={"user.role": "web"})) == ["web"]
    assert "filter" not in lists(server)[0].query


def test_an_unreachable_server_is_an_error(inventory, populate, lxd):
    populate(lxd)
    with pytest.raises(AnsibleParserError) as caught:
        inventory(servers=[{"name": "a", "server": lxd.socket}, {"name": "b", "server": "/nonexistent/unix.socket"}])
    assert "/nonexistent/unix.socket" in str(caught.value)


def test_or_a_warning_and_the_names_stay(inventory, populate, lxd, capsys):
    populate(lxd)
    made = inventory(servers=[{"name": "a", "server": lxd.socket}, {"name": "b", "server": "/nonexistent/unix.socket"}],
                     unreachable="warn")
    assert hosts(made) == ["db.a", "old.a", "web.a"]
    assert "lacks the instances of b" in capsys.readouterr().err.replace("\n", " ")


@pytest.mark.parametrize("options, says", [
    ({"filters": {"status": "x"}}, "there is no 'status'"),
    ({"exclude": {"status": "x"}}, "exclude:"),
    ({"group_by": ["status"]}, "group_by:"),
    ({"connection_rules": [{"connection": "ssh", "where": {"status": "x"}}]}, "connection_rules:"),
    ({"servers": [{"server": "local", "x": 1}]}, "there is no 'x'"),
    ({"server": "http://x"}, "names no server"),
])
def test_what_cannot_be_meant_is_said_before_anything_is_asked(inventory, lxd, options, says):
    with pytest.raises(AnsibleParserError) as caught:
        inventory(**dict({"server": lxd.socket}, **options))
    assert says in str(caught.value)
    assert lxd.requests == []


def test_groups_of_ones_own(inventory, populate, lxd):
    populate(lxd)
    made = inventory(
        server=lxd.socket, group_by=["user.role", "state"], group_prefix="x_",
        groups={"servers": "lxcri_state == 'running'"},
        keyed_groups=[{"key": "lxcri_config['user.role'] | default('none')", "prefix": "role"}],
        compose={"ansible_user": "'root'", "greeting": "lxcri_instance ~ '!'"})
    assert group(made, "x_user_role_web") == ["web"] and group(made, "x_state_stopped") == ["old"]
    assert group(made, "servers") == ["db", "web"] and group(made, "role_none") == ["old"]
    assert made.hosts["db"].vars["greeting"] == "db!" and made.hosts["db"].vars["ansible_user"] == "root"


@pytest.mark.parametrize("compose", [{"ansible_connection": "'local'"}, {"ansible_host": "''"}])
def test_no_host_is_ever_the_controller(inventory, populate, lxd, compose):
    populate(lxd)
    with pytest.raises(AnsibleParserError) as caught:
        inventory(server=lxd.socket, compose=compose)
    assert "never the controller" in str(caught.value)


def test_ssh_by_rule(inventory, populate, lxd):
    populate(lxd)
    made = inventory(server=lxd.socket, connection_rules=[{"connection": "ssh", "where": {"name": ["web", "old"]}}],
                     ssh_address={"family": "ipv4"})
    web, old, db = (made.hosts[name].vars for name in ("web", "old", "db"))
    assert web["ansible_connection"] == "ansible.builtin.ssh" and web["ansible_host"] == web["lxcri_ipv4"][0]
    assert (old["ansible_connection"], old["ansible_host"]) == (API, "old")
    assert (db["ansible_connection"], db["ansible_host"]) == (API, "db")


def test_the_cache_answers_the_same_question(inventory, populate, lxd, tmp_path):
    populate(lxd)
    cached = {"server": lxd.socket, "cache": True, "cache_plugin": "jsonfile", "cache_connection": str(tmp_path / "c")}
    first = inventory(**cached)
    asked = len(lxd.requests)
    again = inventory(use_cache=True, **cached)
    assert len(lxd.requests) == asked == 2
    assert {name: host.vars for name, host in again.hosts.items()} == {
        name: host.vars for name, host in first.hosts.items()}
    assert hosts(inventory(use_cache=True, **dict(cached, exclude={"name": "web"}))) == ["db", "old"]
    assert len(lxd.requests) == asked
    assert hosts(inventory(use_cache=True, **dict(cached, project="shop"))) == ["web"]
    assert len(lxd.requests) == asked + 2


def test_half_an_answer_is_not_cached(inventory, populate, lxd, tmp_path):
    populate(lxd)
    cached = {"servers": [{"name": "a", "server": lxd.socket}, {"name": "b", "server": "/nonexistent/unix.socket"}],
              "unreachable": "warn", "cache": True, "cache_plugin": "jsonfile", "cache_connection": str(tmp_path / "c")}
    inventory(use_cache=True, **cached)
    asked = len(lxd.requests)
    inventory(use_cache=True, **cached)
    assert len(lxd.requests) == 2 * asked


def test_nothing_heavy_is_imported(populate, lxd):
    import subprocess
    import sys

    code = (
        "import sys, os\n"
        "from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_reading import read_all\n"
        "from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_sources import sources_of\n"
        "answer, = read_all(sources_of({'server': [sys.argv[1]]}), {}, os.environ, 60, 1)\n"
        "print(answer.error, len(answer.found), [name for name in ('pylxd', 'requests', 'urllib3', 'cryptography', "
        "'yaml') if name in sys.modules])\n")
    populate(lxd)
    done = subprocess.run([sys.executable, "-c", code, lxd.socket], capture_output=True, text=True, check=False,
                          env={"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"})
    assert done.stdout.strip() == "None 3 []", done.stderr


def test_workers_find_imported_what_connections_need_and_nobody_else_pays_for_it(inventory, populate, lxd):
    import os
    import sys

    session = "ansible_collections.lxcri.containers.plugins.plugin_utils.connection_session"
    populate(lxd)
    sys.modules.pop(session, None)
    inventory(server=lxd.socket)
    assert session not in sys.modules
    child = os.fork()
    if not child:
        os._exit(session not in sys.modules)
    assert os.waitpid(child, 0)[1] == 0


def test_a_lost_connection_is_tried_once_more(inventory, populate, lxd):
    populate(lxd)
    lxd.drop_next("GET", "^/1.0/instances")
    assert hosts(inventory(server=lxd.socket)) == ["db", "old", "web"]
    lxd.drop_next("GET", "^/1.0/instances", times=2)
    with pytest.raises(AnsibleParserError):
        inventory(server=lxd.socket)
