# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks and what belongs to them."""

from __future__ import annotations

from ansible_collections.lxcri.containers.tests.unit.cases.case import Case

BRIDGE = {"name": "{p}n", "type": "bridge", "config": {"ipv4.address": "10.97.231.1/24", "ipv6.address": "none"}}
UPLINK = ("networks", {"name": "{p}up", "type": "bridge", "config": {
    "ipv4.address": "10.97.232.1/24", "ipv4.dhcp.ranges": "10.97.232.2-10.97.232.50", "ipv6.address": "none",
    "ipv4.ovn.ranges": "10.97.232.100-10.97.232.150", "ipv4.routes": "198.51.100.0/24"}})
OVN = ("networks", {"name": "{p}ovn", "type": "ovn", "config": {
    "network": "{p}up", "ipv4.address": "10.97.233.1/24", "ipv4.nat": "true", "ipv6.address": "none"}})
ALLOW = {"action": "allow", "protocol": "tcp", "destination_port": "80, 443"}
DROP = {"action": "drop", "state": "logged", "source": "10.9.0.0/16"}

CASES = (
    Case(
        kind="network",
        name={"name": "{p}n"},
        path="networks/{p}n",
        create={"type": "bridge", "description": "one", "config": {
            "ipv4.address": "10.97.230.1/24", "ipv6.address": "none", "ipv4.nat": True, "user.x": 1}},
        created={"type": "bridge", "managed": True, "description": "one", "config": {
            "ipv4.nat": "true", "ipv6.address": "none", "user.x": "1"}},
        update={"description": "two", "config": {"ipv4.nat": False, "ipv4.address": "auto"}},
        updated={"description": "two", "config": {"ipv4.nat": "false", "user.x": "1"}},
        keys=("description", "config.ipv4.nat"),
        unset={"config": {"user.x": None}},
        gone="config/user.x",
        fixed={"type": "macvlan", "config": {"parent": "lo"}},
        fixed_key="type",
        renamed="networks/{p}nnew",
    ),
    Case(
        kind="network_acl",
        name={"name": "{p}acl"},
        path="network-acls/{p}acl",
        create={"description": "one", "ingress": [ALLOW], "config": {"user.x": 1}},
        created={"description": "one", "egress": [], "config": {"user.x": "1"}, "ingress": [
            {"action": "allow", "state": "enabled", "protocol": "tcp", "destination_port": "80,443"}]},
        update={"ingress": [ALLOW, DROP], "egress": [{"action": "reject"}]},
        updated={"description": "one", "ingress": [{"action": "allow"}, {"action": "drop", "state": "logged"}],
                 "egress": [{"action": "reject", "state": "enabled"}]},
        keys=("ingress", "egress"),
        reordered={"ingress": [DROP, ALLOW]},
        unset={"config": {"user.x": None}},
        gone="config/user.x",
        renamed="network-acls/{p}aclnew",
        extension="network_acl",
    ),
    Case(
        kind="network_forward",
        name={"network": "{p}n", "listen_address": "198.51.100.10"},
        path="networks/{p}n/forwards/198.51.100.10",
        before=(("networks", BRIDGE),),
        after=("networks/{p}n",),
        create={"description": "one", "ports": [
            {"protocol": "tcp", "listen_port": "80", "target_address": "10.97.231.20"}]},
        created={"description": "one", "ports": [
            {"protocol": "tcp", "listen_port": "80", "target_address": "10.97.231.20"}]},
        update={"config": {"target_address": "10.97.231.21"}, "ports": [
            {"protocol": "tcp", "listen_port": "80,81", "target_address": "10.97.231.20"},
            {"protocol": "udp", "listen_port": "53", "target_address": "10.97.231.20", "target_port": "5353"}]},
        updated={"description": "one", "config": {"target_address": "10.97.231.21"}, "ports": [
            {"protocol": "tcp", "listen_port": "80,81"}, {"protocol": "udp", "target_port": "5353"}]},
        keys=("config.target_address", "ports"),
        reordered={"ports": [
            {"protocol": "udp", "listen_port": "53", "target_address": "10.97.231.20", "target_port": "5353"},
            {"protocol": "tcp", "listen_port": "80, 81", "target_address": "10.97.231.20"}]},
        unset={"config": {"target_address": None}},
        gone="config/target_address",
        extension="network_forward",
    ),
    Case(
        kind="network_load_balancer",
        name={"network": "{p}ovn", "listen_address": "198.51.100.20"},
        path="networks/{p}ovn/load-balancers/198.51.100.20",
        before=(UPLINK, OVN),
        after=("networks/{p}ovn", "networks/{p}up"),
        create={"description": "one", "backends": [
            {"name": "a", "target_address": "10.97.233.20", "target_port": "80"}]},
        created={"description": "one", "backends": [{"name": "a", "target_address": "10.97.233.20"}]},
        update={
            "backends": [{"name": "a", "target_address": "10.97.233.20", "target_port": "80"},
                         {"name": "b", "target_address": "10.97.233.21", "target_port": "80"}],
            "ports": [{"protocol": "tcp", "listen_port": "80", "target_backend": ["a", "b"]}]},
        updated={"backends": [{"name": "a"}, {"name": "b"}], "ports": [{"listen_port": "80"}]},
        keys=("backends", "ports"),
        reordered={"ports": [{"protocol": "tcp", "listen_port": "80", "target_backend": ["b", "a"]}]},
        place="ovn",
        extension="network_load_balancer",
    ),
    Case(
        kind="network_peer",
        name={"network": "{p}ovn", "name": "{p}peer"},
        path="networks/{p}ovn/peers/{p}peer",
        before=(UPLINK, OVN),
        after=("networks/{p}ovn", "networks/{p}up"),
        create={"description": "one", "target_network": "{p}ovn2", "target_project": "default"},
        created={"description": "one", "target_network": "{p}ovn2", "target_project": "default"},
        update={"description": "two", "config": {"user.x": 1}},
        updated={"description": "two", "config": {"user.x": "1"}},
        keys=("description", "config.user.x"),
        unset={"config": {"user.x": None}},
        gone="config/user.x",
        fixed={"target_network": "{p}ovn3"},
        fixed_key="target_network",
        place="ovn",
        extension="network_peer",
    ),
    Case(
        kind="network_zone",
        name={"name": "{p}.example.net"},
        path="network-zones/{p}.example.net",
        create={"description": "one", "config": {"dns.nameservers": "ns1.example.net", "user.x": 1}},
        created={"description": "one", "config": {"dns.nameservers": "ns1.example.net", "user.x": "1"}},
        update={"description": "two", "config": {"dns.nameservers": "ns2.example.net"}},
        updated={"description": "two", "config": {"dns.nameservers": "ns2.example.net", "user.x": "1"}},
        keys=("description", "config.dns.nameservers"),
        unset={"config": {"user.x": None}},
        gone="config/user.x",
        extension="network_dns",
    ),
    Case(
        kind="network_zone_record",
        name={"zone": "{p}.example.net", "name": "www"},
        path="network-zones/{p}.example.net/records/www",
        before=(("network-zones", {"name": "{p}.example.net"}),),
        after=("network-zones/{p}.example.net",),
        create={"entries": [{"type": "A", "value": "198.51.100.10", "ttl": 300}], "config": {"user.x": 1}},
        created={"entries": [{"type": "A", "value": "198.51.100.10", "ttl": 300}], "config": {"user.x": "1"}},
        update={"description": "two", "entries": [
            {"type": "A", "value": "198.51.100.10"}, {"type": "AAAA", "value": "2001:db8::10"}]},
        updated={"description": "two", "entries": [
            {"type": "A", "value": "198.51.100.10"}, {"type": "AAAA", "value": "2001:db8::10"}]},
        keys=("description", "entries"),
        reordered={"entries": [{"type": "AAAA", "value": "2001:db8::10"}, {"type": "A", "value": "198.51.100.10"}]},
        unset={"config": {"user.x": None}},
        gone="config/user.x",
        extension="network_dns_records",
    ),
    Case(
        kind="network_address_set",
        name={"name": "{p}set"},
        path="network-address-sets/{p}set",
        create={"description": "one", "addresses": ["192.0.2.0/28"], "config": {"user.x": 1}},
        created={"description": "one", "addresses": ["192.0.2.0/28"], "config": {"user.x": "1"}},
        update={"addresses": ["192.0.2.0/28", "2001:db8:7::/64"]},
        updated={"addresses": ["192.0.2.0/28", "2001:db8:7::/64"], "config": {"user.x": "1"}},
        keys=("addresses",),
        reordered={"addresses": ["2001:db8:7::/64", "192.0.2.0/28"]},
        unset={"config": {"user.x": None}},
        gone="config/user.x",
        renamed="network-address-sets/{p}setnew",
        products=("incus",),
        extension="network_address_set",
    ),
    Case(
        kind="network_integration",
        name={"name": "{p}int"},
        path="network-integrations/{p}int",
        create={"description": "one", "config": {"user.x": 1}},
        created={"type": "ovn", "description": "one", "config": {"user.x": "1"}},
        update={"description": "two", "config": {"ovn.northbound_connection": "tcp:192.0.2.6:6645"}},
        updated={"description": "two", "config": {"ovn.northbound_connection": "tcp:192.0.2.6:6645"}},
        keys=("description", "config.ovn.northbound_connection"),
        unset={"config": {"user.x": None}},
        gone="config/user.x",
        renamed="network-integrations/{p}intnew",
        products=("incus",),
        extension="network_integrations",
    ),
)
