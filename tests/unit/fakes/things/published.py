# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``GET /1.0/metadata/configuration``: the keys that Incus 6.0 publishes; those with ``!`` are not updated live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Iterator

from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Route
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Reply, sync

if TYPE_CHECKING:
    from ansible_collections.lxcri.containers.tests.unit.fakes.server import FakeServer

KEYS = {
    "instance": """
        agent.nic_config! boot.autorestart! boot.autostart! boot.autostart.delay! boot.autostart.priority!
        boot.host_shutdown_action boot.host_shutdown_timeout boot.stop.priority! cloud-init.network-config!
        cloud-init.user-data! cloud-init.vendor-data! cluster.evacuate! environment.* limits.cpu
        limits.cpu.allowance limits.cpu.nodes limits.cpu.priority limits.disk.priority limits.hugepages.1GB
        limits.hugepages.1MB limits.hugepages.2MB limits.hugepages.64KB limits.memory limits.memory.enforce
        limits.memory.hugepages! limits.memory.swap limits.memory.swap.priority limits.processes
        linux.kernel_modules linux.sysctl.*! migration.incremental.memory migration.incremental.memory.goal
        migration.incremental.memory.iterations migration.stateful! nvidia.driver.capabilities!
        nvidia.require.cuda! nvidia.require.driver! nvidia.runtime! raw.apparmor raw.idmap! raw.lxc! raw.qemu!
        raw.qemu.conf! raw.qemu.qmp.early! raw.qemu.qmp.post-start! raw.qemu.qmp.pre-start! raw.qemu.scriptlet!
        raw.seccomp! security.agent.metrics! security.csm! security.guestapi! security.guestapi.images!
        security.idmap.base! security.idmap.isolated! security.idmap.size! security.iommu! security.nesting
        security.privileged! security.protection.delete security.protection.shift security.secureboot!
        security.sev! security.sev.policy.es! security.sev.session.data! security.sev.session.dh!
        security.syscalls.allow! security.syscalls.deny! security.syscalls.deny_compat!
        security.syscalls.deny_default! security.syscalls.intercept.bpf!
        security.syscalls.intercept.bpf.devices! security.syscalls.intercept.mknod!
        security.syscalls.intercept.mount! security.syscalls.intercept.mount.allowed
        security.syscalls.intercept.mount.fuse security.syscalls.intercept.mount.shift
        security.syscalls.intercept.sched_setscheduler! security.syscalls.intercept.setxattr!
        security.syscalls.intercept.sysinfo! smbios11.* snapshots.expiry! snapshots.pattern! snapshots.schedule!
        snapshots.schedule.stopped! user.* user.network-config! user.user-data! user.vendor-data!
        volatile.<name>.apply_quota volatile.<name>.ceph_rbd volatile.<name>.host_name volatile.<name>.hwaddr
        volatile.<name>.last_state.created volatile.<name>.last_state.hwaddr
        volatile.<name>.last_state.ip_addresses volatile.<name>.last_state.mtu
        volatile.<name>.last_state.pci.driver volatile.<name>.last_state.pci.parent
        volatile.<name>.last_state.pci.slot.name volatile.<name>.last_state.usb.bus
        volatile.<name>.last_state.usb.device volatile.<name>.last_state.vdpa.name
        volatile.<name>.last_state.vf.hwaddr volatile.<name>.last_state.vf.id
        volatile.<name>.last_state.vf.parent volatile.<name>.last_state.vf.spoofcheck
        volatile.<name>.last_state.vf.vlan volatile.<name>.mig.uuid volatile.<name>.name
        volatile.<name>.vgpu.uuid volatile.apply_nvram volatile.apply_template volatile.base_image
        volatile.cloud_init.instance-id volatile.cluster.group volatile.cpu.nodes volatile.evacuate.origin
        volatile.idmap.base volatile.idmap.current volatile.idmap.next volatile.last_state.idmap
        volatile.last_state.power volatile.last_state.ready volatile.rebalance.last_move volatile.uuid
        volatile.uuid.generation volatile.vm.definition volatile.vsock_id
    """,
    "project": """
        backups.compression_algorithm features.images features.networks features.networks.zones
        features.profiles features.storage.buckets features.storage.volumes images.auto_update_cached
        images.auto_update_interval images.compression_algorithm images.default_architecture
        images.remote_cache_expiry limits.containers limits.cpu limits.disk limits.disk.pool.POOL_NAME
        limits.instances limits.memory limits.networks limits.processes limits.virtual-machines restricted
        restricted.backups restricted.cluster.groups restricted.cluster.target
        restricted.containers.interception restricted.containers.lowlevel restricted.containers.nesting
        restricted.containers.privilege restricted.devices.disk restricted.devices.disk.paths
        restricted.devices.gpu restricted.devices.infiniband restricted.devices.nic restricted.devices.pci
        restricted.devices.proxy restricted.devices.unix-block restricted.devices.unix-char
        restricted.devices.unix-hotplug restricted.devices.usb restricted.idmap.gid restricted.idmap.uid
        restricted.networks.access restricted.networks.integrations restricted.networks.subnets
        restricted.networks.uplinks restricted.networks.zones restricted.snapshots
        restricted.virtual-machines.lowlevel user.*
    """,
    "server": """
        acme.agree_tos acme.ca_url acme.challenge acme.domain acme.email acme.http.port acme.provider
        acme.provider.environment acme.provider.resolvers authorization.scriptlet backups.compression_algorithm
        cluster.healing_threshold cluster.https_address cluster.images_minimal_replica cluster.join_token_expiry
        cluster.max_standby cluster.max_voters cluster.offline_threshold cluster.rebalance.batch
        cluster.rebalance.cooldown cluster.rebalance.interval cluster.rebalance.threshold core.bgp_address
        core.bgp_asn core.bgp_routerid core.debug_address core.dns_address core.https_address
        core.https_allowed_credentials core.https_allowed_headers core.https_allowed_methods
        core.https_allowed_origin core.https_trusted_proxy core.metrics_address core.metrics_authentication
        core.proxy_http core.proxy_https core.proxy_ignore_hosts core.remote_token_expiry core.shutdown_timeout
        core.storage_buckets_address core.syslog_socket core.trust_ca_certificates images.auto_update_cached
        images.auto_update_interval images.compression_algorithm images.default_architecture
        images.remote_cache_expiry instances.lxcfs.per_instance instances.nic.host_name
        instances.placement.scriptlet loki.api.ca_cert loki.api.url loki.auth.password loki.auth.username
        loki.instance loki.labels loki.loglevel loki.types network.ovn.ca_cert network.ovn.client_cert
        network.ovn.client_key network.ovn.integration_bridge network.ovn.northbound_connection
        network.ovs.connection oidc.audience oidc.claim oidc.client.id oidc.issuer oidc.scopes openfga.api.token
        openfga.api.url openfga.store.id storage.backups_volume storage.images_volume
    """,
    "cluster": """
        scheduler.instance user.*
    """,
    "network_zone": "dns.nameservers network.nat peers.NAME.address peers.NAME.key user.*",
    "network_load_balancer": """
        healthcheck healthcheck.failure_count healthcheck.interval healthcheck.success_count healthcheck.timeout user.*
    """,
    "network_integration": """
        ovn.ca_cert ovn.client_cert ovn.client_key ovn.northbound_connection ovn.southbound_connection
        ovn.transit.pattern user.*
    """,
}


def document() -> Dict[str, Any]:
    """As a server answers it, all keys of a section in one group."""
    return {"configs": {section: {"all": {"keys": [
        {key.rstrip("!"): {"liveupdate": "no" if key.endswith("!") else "yes"}} for key in keys.split()]}}
        for section, keys in KEYS.items()}}


def _get(_ctx: Context) -> Reply:
    return sync(document())


def routes(_server: "FakeServer") -> Iterator[Route]:
    yield Route("GET", "/1.0/metadata/configuration", _get, extension="metadata_configuration")
