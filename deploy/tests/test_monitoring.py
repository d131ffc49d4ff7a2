"""What Prometheus is told to read is there, and the network lets it."""

import functools
import unittest

from . import kustomize
from .kustomize import lets_in, of_kind, pod_templates, selects, title

BUILDS = {
    "staging": lambda: kustomize.overlay("staging"),
    "prod": lambda: kustomize.overlay("prod"),
    "prod with node executors": lambda: kustomize.with_component("prod", "node-executors"),
    "dev with monitoring": lambda: kustomize.with_component("dev", "monitoring"),
}


def namespaces(monitor):
    return monitor["spec"].get("namespaceSelector", {}).get("matchNames", [monitor["metadata"]["namespace"]])


def ports(item, name):
    """The numbers of the ports that the pods of an object have under a name."""
    return {
        port["containerPort"]
        for container in item["spec"]["template"]["spec"]["containers"]
        for port in container.get("ports", [])
        if port["name"] == name
    }


def read(objects, monitor):
    """What a monitor finds: objects that make pods, each with the port that it is asked at."""
    makers = [item for item, _ in pod_templates(objects) if item["metadata"]["namespace"] in namespaces(monitor)]
    selector = monitor["spec"]["selector"]
    if monitor["kind"] == "PodMonitor":
        (endpoint,) = monitor["spec"]["podMetricsEndpoints"]
        found = [item for item in makers if selects(selector, item["spec"]["template"]["metadata"]["labels"])]
        return [(item, port) for item in found for port in ports(item, endpoint["port"])]
    (endpoint,) = monitor["spec"]["endpoints"]
    found = []
    for service in of_kind(objects, "Service"):
        if selects(selector, service["metadata"].get("labels", {})) and service["metadata"]["namespace"] in namespaces(monitor):
            names = {port["targetPort"] for port in service["spec"]["ports"] if port["name"] == endpoint.get("port")}
            names |= {endpoint["targetPort"]} if "targetPort" in endpoint else set()
            behind = {"matchLabels": service["spec"]["selector"]}
            for item in makers:
                if selects(behind, item["spec"]["template"]["metadata"]["labels"]):
                    found += [(item, port) for name in names for port in ports(item, name)]
    return found


def of_every_build(check):
    """Runs a check over each build: its objects, and what each of its monitors finds."""

    @functools.wraps(check)
    def run(self):
        for name, build in BUILDS.items():
            with self.subTest(build=name):
                objects = build()
                check(self, objects, [(each, read(objects, each)) for each in of_kind(objects, "ServiceMonitor", "PodMonitor")])

    return run


class Monitoring(unittest.TestCase):
    @of_every_build
    def test_every_monitor_finds_a_port_to_read(self, _, monitors):
        self.assertTrue(monitors)
        for monitor, found in monitors:
            self.assertTrue(found, title(monitor))

    @of_every_build
    def test_every_service_is_read_once(self, objects, monitors):
        makers = [item for item, _ in pod_templates(objects)]
        services = [title(item) for item in makers if item["metadata"]["name"] in ("gateway", "executor", "analyzer")]
        found = [title(item) for _, found in monitors for item, _ in found]
        self.assertEqual(sorted(found), sorted(services))

    @of_every_build
    def test_the_network_lets_prometheus_in(self, objects, monitors):
        policies = of_kind(objects, "NetworkPolicy")
        for monitor, found in monitors:
            for item, port in found:
                opened = [policy for policy in policies if lets_in(policy, item, port, "monitoring")]
                self.assertTrue(opened, f"{title(monitor)}: {title(item)}, port {port}")
