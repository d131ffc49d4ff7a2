"""What an operator reads the manifests for, over the objects that each overlay really makes."""

import functools
import re
import unittest

import kubernetes_validate

from . import kustomize
from .kustomize import containers, lets_in, of_kind, pod_templates, title

# The current release of Kubernetes and the three before it.
VERSIONS = ("1.37", "1.36", "1.35", "1.34")
# Kinds that operators of other projects define; Kubernetes' schemas do not have them.
DEFINED_ELSEWHERE = {"ExternalSecret", "PodMonitor", "PrometheusRule", "ServiceMonitor"}
BUILDS = {name: lambda name=name: kustomize.overlay(name) for name in kustomize.OVERLAYS} | {
    "dev-nodes": lambda: kustomize.overlay("dev-nodes"),
    "dev with monitoring": lambda: kustomize.with_component("dev", "monitoring"),
    "prod with traces and node executors": lambda: kustomize.with_component("prod", "traces", "node-executors"),
    "the documented one": lambda: kustomize.documented("mine"),
    "the documented one with node executors": lambda: kustomize.documented("mine-nodes"),
}
PINNED = re.compile(r"(@sha256:[0-9a-f]{64}|:[0-9a-f]{40})$")
SERVICES = {"gateway", "executor", "analyzer"}
SANDBOXES = "code-remote-sandboxes"
# What the driver over pods does; a verb more is a decision to be made here.
EXECUTOR_MAY = {
    ("", "pods"): {"create", "delete", "get", "list", "watch", "patch"},
    ("", "pods/exec"): {"create", "get"},
    ("", "events"): {"list"},
    ("networking.k8s.io", "networkpolicies"): {"list", "watch"},
    ("coordination.k8s.io", "leases"): {"create", "delete", "get", "list", "update"},
}


def of_every_build(check):
    """Runs a check over each build; one that fails does not keep the others from being looked at."""

    @functools.wraps(check)
    def run(self):
        for name, build in BUILDS.items():
            with self.subTest(build=name):
                check(self, name, build())

    return run


class Manifests(unittest.TestCase):
    @of_every_build
    def test_every_object_fits_the_schemas_of_four_releases(self, _, objects):
        for item in objects:
            if item["kind"] in DEFINED_ELSEWHERE:
                continue
            for version in VERSIONS:
                with self.subTest(object=title(item), version=version):
                    kubernetes_validate.validate(item, version, strict=True)

    @of_every_build
    def test_no_container_is_without_limits(self, _, objects):
        self.assertTrue(containers(objects))
        for owner, container in containers(objects):
            resources = container.get("resources", {})
            for part in ("requests", "limits"):
                missing = {"cpu", "memory", "ephemeral-storage"} - set(resources.get(part, {}))
                self.assertFalse(missing, f"{owner} {container['name']}: {part}")

    @of_every_build
    def test_every_image_is_named_by_digest_or_commit(self, _, objects):
        images = [container["image"] for _, container in containers(objects)]
        images += [
            value
            for item in of_kind(objects, "ConfigMap")
            for key, value in item.get("data", {}).items()
            if key.endswith("_IMAGE")
        ]
        for image in images:
            self.assertRegex(image, PINNED)
            # Without a registry's name another's images would answer.
            self.assertIn(".", image.split("/")[0].replace("localhost", "localhost."), image)

    @of_every_build
    def test_containers_are_restricted_but_for_the_node_executors(self, _, objects):
        for item, spec in pod_templates(objects):
            self.assertFalse(spec.get("hostNetwork") or spec.get("hostPID") or spec.get("hostIPC"), title(item))
            self.assertIs(spec.get("enableServiceLinks"), False, title(item))
            self.assertFalse([volume for volume in spec["volumes"] if "hostPath" in volume], title(item))
            if item["metadata"]["namespace"] == "code-remote-nodes":
                continue
            pod = spec["securityContext"]
            self.assertTrue(pod["runAsNonRoot"], title(item))
            self.assertEqual(pod["seccompProfile"], {"type": "RuntimeDefault"}, title(item))
            for container in spec.get("initContainers", []) + spec["containers"]:
                context = container["securityContext"]
                self.assertEqual(context["capabilities"], {"drop": ["ALL"]}, title(item))
                self.assertIs(context["allowPrivilegeEscalation"], False, title(item))
                self.assertIs(context["readOnlyRootFilesystem"], True, title(item))

    @of_every_build
    def test_no_container_is_privileged_but_on_a_node_for_trying_out(self, name, objects):
        for owner, container in containers(objects):
            expected = (name, owner) == ("dev-nodes", "DaemonSet code-remote-nodes/executor")
            self.assertIs(container["securityContext"].get("privileged", False), expected, owner)

    @of_every_build
    def test_only_the_executor_over_pods_holds_a_token_of_the_cluster(self, name, objects):
        holders = {
            item["metadata"]["name"]
            for item, spec in pod_templates(objects)
            if spec.get("automountServiceAccountToken") is not False
        }
        self.assertEqual(holders, set() if "node" in name else {"executor"})
        for account in of_kind(objects, "ServiceAccount"):
            self.assertIs(account.get("automountServiceAccountToken"), False, title(account))

    @of_every_build
    def test_rights_are_exactly_those_that_are_used(self, name, objects):
        self.assertFalse(of_kind(objects, "ClusterRole", "ClusterRoleBinding"))
        granted = {}
        for role in of_kind(objects, "Role"):
            self.assertEqual(role["metadata"]["namespace"], SANDBOXES)
            for rule in role["rules"]:
                for group in rule["apiGroups"]:
                    for resource in rule["resources"]:
                        granted.setdefault((group, resource), set()).update(rule["verbs"])
        self.assertEqual(granted, {} if "node" in name else EXECUTOR_MAY)
        for binding in of_kind(objects, "RoleBinding"):
            subjects = [(item["kind"], item["namespace"], item["name"]) for item in binding["subjects"]]
            self.assertEqual(subjects, [("ServiceAccount", "code-remote", "executor")])

    @of_every_build
    def test_every_namespace_denies_all_and_every_opening_has_a_reason(self, _, objects):
        policies = of_kind(objects, "NetworkPolicy")
        for namespace in of_kind(objects, "Namespace"):
            where = namespace["metadata"]["name"]
            everyone = [
                policy["spec"]
                for policy in policies
                if policy["metadata"]["namespace"] == where and policy["metadata"]["name"] == "deny-all"
            ]
            self.assertEqual(len(everyone), 1, where)
            self.assertEqual(everyone[0]["podSelector"], {}, where)
            self.assertEqual(set(everyone[0]["policyTypes"]), {"Ingress", "Egress"}, where)
            self.assertFalse(everyone[0].get("ingress") or everyone[0].get("egress"), where)
        for policy in policies:
            openings = policy["spec"].get("ingress", []) + policy["spec"].get("egress", [])
            reason = policy["metadata"].get("annotations", {}).get("code-remote/reason", "")
            self.assertLessEqual(len(openings), 1, title(policy))
            if openings:
                self.assertGreater(len(reason), 20, title(policy))
                self.assertTrue(openings[0].get("ports"), title(policy))

    @of_every_build
    def test_no_opening_leads_into_or_out_of_the_sandboxes(self, _, objects):
        policies = of_kind(objects, "NetworkPolicy")
        here = [item["metadata"]["name"] for item in policies if item["metadata"]["namespace"] == SANDBOXES]
        self.assertEqual(here, ["deny-all"])

    @of_every_build
    def test_an_ingress_controller_reaches_the_gateway_and_nothing_else(self, _, objects):
        policies = of_kind(objects, "NetworkPolicy")
        for item, spec in pod_templates(objects):
            ports = [port["containerPort"] for container in spec["containers"] for port in container.get("ports", [])]
            for port in ports:
                opened = any(lets_in(policy, item, port, "ingress-nginx") for policy in policies)
                self.assertIs(opened, item["metadata"]["name"] == "gateway", title(item))
                self.assertFalse(any(lets_in(policy, item, port, SANDBOXES) for policy in policies), title(item))

    @of_every_build
    def test_no_opening_leads_to_a_metadata_service(self, _, objects):
        for policy in of_kind(objects, "NetworkPolicy"):
            for rule in policy["spec"].get("egress", []):
                for peer in rule.get("to", []):
                    block = peer.get("ipBlock", {})
                    if block.get("cidr") == "0.0.0.0/0":
                        self.assertIn("169.254.0.0/16", block["except"], title(policy))
                    if block.get("cidr") == "::/0":
                        ends = {"fd00:ec2::254/128", "fc00::/7"}
                        self.assertTrue(ends & set(block["except"]), title(policy))

    @of_every_build
    def test_namespaces_hold_to_the_restricted_standard(self, _, objects):
        levels = {
            item["metadata"]["name"]: item["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
            for item in of_kind(objects, "Namespace")
        }
        self.assertEqual(levels.pop("code-remote-nodes", "privileged"), "privileged")
        self.assertEqual(levels, {"code-remote": "restricted", SANDBOXES: "restricted"})

    @of_every_build
    def test_sandboxes_are_bounded_together_and_one_by_one(self, _, objects):
        (quota,) = of_kind(objects, "ResourceQuota")
        for key in ("pods", "limits.cpu", "limits.memory", "limits.ephemeral-storage"):
            self.assertIn(key, quota["spec"]["hard"])
        self.assertEqual(quota["metadata"]["namespace"], SANDBOXES)
        (bounds,) = of_kind(objects, "LimitRange")
        self.assertEqual(bounds["metadata"]["namespace"], SANDBOXES)
        default = bounds["spec"]["limits"][0]["default"]
        self.assertEqual((default["cpu"], default["memory"]), ("100m", "256Mi"))

    @of_every_build
    def test_sandboxes_are_gvisors(self, name, objects):
        (runtime,) = [item for item in of_kind(objects, "RuntimeClass") if item["metadata"]["name"] == "gvisor"]
        self.assertEqual(runtime["handler"], "runsc")
        self.assertNotIn("overhead", runtime)
        if not name.startswith("dev"):
            self.assertTrue(runtime["scheduling"]["nodeSelector"])

    @of_every_build
    def test_services_say_how_they_are_and_end_in_order(self, _, objects):
        for item, spec in pod_templates(objects):
            if item["metadata"]["name"] not in SERVICES:
                continue
            (container,) = spec["containers"]
            for probe, path in (
                ("startupProbe", "/health/live"),
                ("livenessProbe", "/health/live"),
                ("readinessProbe", "/health/ready"),
            ):
                self.assertEqual(container[probe]["httpGet"]["path"], path, title(item))
            self.assertGreater(spec["terminationGracePeriodSeconds"], 35 + 5, title(item))

    @of_every_build
    def test_rollouts_of_services_lose_nothing(self, _, objects):
        for item in of_kind(objects, "Deployment"):
            if item["metadata"]["name"] in SERVICES:
                rolling = item["spec"]["strategy"]["rollingUpdate"]
                self.assertEqual(rolling, {"maxUnavailable": 0, "maxSurge": 1}, title(item))
                self.assertTrue(item["spec"]["template"]["spec"]["topologySpreadConstraints"], title(item))

    @of_every_build
    def test_what_is_scaled_and_budgeted_is_there(self, name, objects):
        deployments = {item["metadata"]["name"] for item in of_kind(objects, "Deployment")}
        scaled = {item["spec"]["scaleTargetRef"]["name"] for item in of_kind(objects, "HorizontalPodAutoscaler")}
        budgets = {item["metadata"]["name"] for item in of_kind(objects, "PodDisruptionBudget")}
        expected = set() if name.startswith("dev") else SERVICES & deployments
        self.assertEqual((scaled, budgets), (expected, expected))

    def test_production_waits_for_no_zone_that_is_lost(self):
        for item in of_kind(kustomize.overlay("prod"), "Deployment"):
            zone = item["spec"]["template"]["spec"]["topologySpreadConstraints"][0]
            self.assertEqual(zone["topologyKey"], "topology.kubernetes.io/zone")
            self.assertEqual((zone["whenUnsatisfiable"], zone["nodeTaintsPolicy"]), ("DoNotSchedule", "Honor"), title(item))
            self.assertEqual(zone["matchLabelKeys"], ["pod-template-hash"], title(item))

    def test_executors_scale_with_the_queue(self):
        for name in ("staging", "prod"):
            (scaler,) = [
                item
                for item in of_kind(kustomize.overlay(name), "HorizontalPodAutoscaler")
                if item["metadata"]["name"] == "executor"
            ]
            (metric,) = scaler["spec"]["metrics"]
            self.assertEqual(metric["external"]["metric"]["name"], "code_remote_queue_depth")

    @of_every_build
    def test_there_is_no_secret_in_the_manifests(self, _, objects):
        for secret in of_kind(objects, "Secret"):
            # The overlay for one node names a database without a password.
            self.assertEqual(secret["metadata"]["name"].rsplit("-", 1)[0], "code-remote-database")
            self.assertEqual(list(secret["data"]), ["url"])
        for name in ("staging", "prod"):
            self.assertFalse(of_kind(kustomize.overlay(name), "Secret"))

    @of_every_build
    def test_what_is_referred_to_is_made_here_or_said_to_be_made_elsewhere(self, _, objects):
        elsewhere = {"code-remote-api-keys", "code-remote-database", "code-remote-model", "database-authority"}
        made = {(item["metadata"].get("namespace"), item["metadata"]["name"]) for item in objects}
        for item, spec in pod_templates(objects):
            space = item["metadata"]["namespace"]
            names = {spec["serviceAccountName"]}
            for container in spec.get("initContainers", []) + spec["containers"]:
                names |= {source["configMapRef"]["name"] for source in container.get("envFrom", [])}
            for volume in spec.get("volumes", []):
                names |= {volume["secret"]["secretName"]} if "secret" in volume else set()
                names |= {volume["configMap"]["name"]} if "configMap" in volume else set()
            missing = {name for name in names - elsewhere if (space, name) not in made}
            self.assertFalse(missing, title(item))

    def test_production_serves_https_only(self):
        for name in ("staging", "prod"):
            services = of_kind(kustomize.overlay(name), "Service")
            (service,) = [item for item in services if item["metadata"]["name"] == "gateway"]
            self.assertEqual([port["port"] for port in service["spec"]["ports"]], [443])
            self.assertIn("service.beta.kubernetes.io/aws-load-balancer-ssl-cert", service["metadata"]["annotations"])

    def test_node_executors_have_the_settings_of_the_services(self):
        for objects in (kustomize.with_component("prod", "traces", "node-executors"), kustomize.documented("mine-nodes")):
            settings = {item["metadata"]["name"].rsplit("-", 1)[0]: item["data"] for item in of_kind(objects, "ConfigMap")}
            self.assertEqual(settings["node-executors"], settings["code-remote"])

    def test_traces_are_sent_where_a_collector_is_and_nowhere_else(self):
        for name in ("staging", "prod"):
            plain, traced = kustomize.overlay(name), kustomize.with_component(name, "traces")
            for objects, expected in ((plain, False), (traced, True)):
                (settings,) = of_kind(objects, "ConfigMap")
                policies = {item["metadata"]["name"] for item in of_kind(objects, "NetworkPolicy")}
                self.assertIs("CODE_REMOTE_OTLP_ENDPOINT" in settings["data"], expected)
                self.assertIs("services-to-collector" in policies, expected)

    def test_without_amazon_callers_have_api_keys(self):
        objects = kustomize.documented("mine")
        (gateway,) = [item for item in of_kind(objects, "Deployment") if item["metadata"]["name"] == "gateway"]
        (container,) = gateway["spec"]["template"]["spec"]["containers"]
        settings = {each["name"]: each["value"] for each in container["env"]}
        self.assertEqual(settings["CODE_REMOTE_AUTH"], "api-key")
        mounts = [each["mountPath"] for each in container["volumeMounts"]]
        self.assertIn(settings["CODE_REMOTE_API_KEYS_FILE"].rsplit("/", 1)[0], mounts)
        self.assertNotIn("amazonaws", str(objects))
        self.assertNotIn("services-to-aws", [item["metadata"]["name"] for item in of_kind(objects, "NetworkPolicy")])

    def test_node_executors_have_the_rights_they_need_and_no_more(self):
        (executor,) = of_kind(kustomize.with_component("prod", "node-executors"), "DaemonSet")
        (container,) = executor["spec"]["template"]["spec"]["containers"]
        rights = container["securityContext"]["capabilities"]
        self.assertEqual(rights["drop"], ["ALL"])
        self.assertEqual(set(rights["add"]), {"SETGID", "SETUID"})
