"""What the documents promise of an environment, looked for in what the cloud would be asked for."""

import base64
import hashlib
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from . import mocked

ENVIRONMENTS = ("dev", "staging", "prod")


def of_every_environment(check):
    """Runs a check over each environment."""

    def run(self):
        for name in ENVIRONMENTS:
            with self.subTest(environment=name):
                made, outputs = mocked.environment(name)
                self.made, self.outputs = made, outputs
                check(self, name)

    run.__name__, run.__doc__ = check.__name__, check.__doc__
    return run


class Promises(unittest.TestCase):
    def of_kind(self, kind):
        found = [item for item in self.made if item.kind.endswith(f":{kind}")]
        self.assertTrue(found, f"no {kind}")
        return found

    def named(self, kind, name):
        (found,) = [item.inputs for item in self.of_kind(kind) if item.name == name]
        return found

    def policies(self):
        """Every statement that allows something, with the name of who is allowed."""
        for item in self.of_kind("RolePolicy"):
            for statement in json.loads(item.inputs["policy"])["Statement"]:
                yield item.name, statement

    @of_every_environment
    def test_names_tell_environment_service_and_resource(self, environment):
        for item in self.made:
            if item.kind.startswith(("aws:", "random:")):
                self.assertRegex(item.name, rf"^{environment}-[a-z]+-[a-z-]+", item.kind)

    @of_every_environment
    def test_every_setting_is_one_that_the_provider_knows(self, _):
        # The provider's package translates the names that it knows and passes on the others as they are.
        for item in self.made:
            self.assertEqual([key for key in keys(item.inputs) if "_" in key], [], item.name)

    @of_every_environment
    def test_outputs_are_the_interface(self, environment):
        promised = {"apiEndpoint", "ecrRepositoryUrl", "eksClusterName", "rdsEndpoint", "cognitoUserPoolId"}
        self.assertLessEqual(promised, set(self.outputs))
        self.assertTrue(all(self.outputs.values()), self.outputs)
        self.assertTrue(self.outputs["apiEndpoint"].startswith("https://"))
        self.assertEqual(self.outputs["eksClusterName"], f"{environment}-code-remote-cluster")

    @of_every_environment
    def test_documents_and_pipeline_ask_for_outputs_that_there_are(self, _):
        root = mocked.INFRA.parent
        asked = set()
        for path in sorted((root / "docs").glob("*.md")):
            asked |= set(re.findall(r"pulumi stack output (\w+)", path.read_text()))
        pipeline = (root / ".github/workflows/deploy.yml").read_text()
        asked |= set(re.findall(r"jq -r \.(\w+) <<<", pipeline))
        self.assertGreater(len(asked), 5)
        self.assertLessEqual(asked, set(self.outputs))

    @of_every_environment
    def test_a_restored_database_finds_what_it_needs_under_the_databases_name(self, environment):
        database = self.named("Instance", f"{environment}-database-postgres")
        named = {item.inputs["name"] for kind in ("SubnetGroup", "ParameterGroup") for item in self.of_kind(kind)}
        self.assertEqual(named, {database["identifier"]})
        self.assertEqual(len(database["vpcSecurityGroupIds"]), 1)
        text = (mocked.INFRA.parent / "docs/deployment.md").read_text()
        for option in ("--db-subnet-group-name $DB", "--db-parameter-group-name $DB", "--vpc-security-group-ids"):
            self.assertIn(option, text)

    @of_every_environment
    def test_the_database_is_private_and_encrypted_and_speaks_tls_only(self, environment):
        database = self.named("Instance", f"{environment}-database-postgres")
        self.assertIs(database["publiclyAccessible"], False)
        self.assertIs(database["storageEncrypted"], True)
        self.assertIn("code-remote-key", database["kmsKeyId"])
        (parameters,) = self.of_kind("ParameterGroup")
        self.assertEqual(parameters.inputs["parameters"], [{"name": "rds.force_ssl", "value": "1"}])
        (subnets,) = [item for item in self.made if item.kind == "aws:rds/subnetGroup:SubnetGroup"]
        for subnet in subnets.inputs["subnetIds"]:
            self.assertIn("private", subnet)

    @of_every_environment
    def test_only_the_clusters_nodes_reach_the_database(self, environment):
        for group in self.of_kind("SecurityGroup"):
            for rule in group.inputs["ingress"]:
                self.assertEqual(rule["securityGroups"], ["sg-cluster"])
                self.assertNotIn("cidrBlocks", rule)
        (default,) = self.of_kind("DefaultSecurityGroup")
        self.assertFalse(default.inputs.get("ingress") or default.inputs.get("egress"))

    @of_every_environment
    def test_data_outlives_a_wrong_command_but_in_dev(self, environment):
        database = self.named("Instance", f"{environment}-database-postgres")
        protected = environment != "dev"
        self.assertIs(database["deletionProtection"], protected)
        self.assertIs(database["skipFinalSnapshot"], not protected)
        self.assertGreaterEqual(database["backupRetentionPeriod"], {"dev": 1, "staging": 7, "prod": 30}[environment])
        self.assertIs(database["multiAz"], environment == "prod")

    @of_every_environment
    def test_the_queue_has_a_dead_letter_queue_and_both_are_encrypted(self, environment):
        jobs = self.named("Queue", f"{environment}-code-remote-jobs")
        redrive = json.loads(jobs["redrivePolicy"])
        self.assertTrue(redrive["deadLetterTargetArn"].endswith(f"{environment}-code-remote-jobs-dead"))
        self.assertGreaterEqual(redrive["maxReceiveCount"], 3)
        # A job of thirty seconds is not delivered again while it runs.
        self.assertGreaterEqual(jobs["visibilityTimeoutSeconds"], 60)
        for queue in self.of_kind("Queue"):
            self.assertIs(queue.inputs["sqsManagedSseEnabled"], True)
        denied = [json.loads(item.inputs["policy"])["Statement"][0] for item in self.of_kind("QueuePolicy")]
        self.assertEqual(len(denied), 2)
        for statement in denied:
            self.assertEqual(statement["Effect"], "Deny")
            self.assertEqual(statement["Condition"], {"Bool": {"aws:SecureTransport": "false"}})

    @of_every_environment
    def test_nodes_do_not_hand_out_their_credentials(self, _):
        for template in self.of_kind("LaunchTemplate"):
            options = template.inputs["metadataOptions"]
            self.assertEqual(options["httpTokens"], "required")
            self.assertEqual(options["httpPutResponseHopLimit"], 1)
            for disk in template.inputs["blockDeviceMappings"]:
                self.assertEqual(disk["ebs"]["encrypted"], "true")

    @of_every_environment
    def test_no_machine_has_an_address_of_the_internet(self, _):
        for subnet in self.of_kind("Subnet"):
            self.assertIs(subnet.inputs["mapPublicIpOnLaunch"], False)
        for group in self.of_kind("NodeGroup"):
            self.assertNotIn("remoteAccess", group.inputs)
            for subnet in group.inputs["subnetIds"]:
                self.assertIn("private", subnet)

    @of_every_environment
    def test_sandboxes_have_nodes_of_their_own_with_gvisor(self, environment):
        sandboxes = self.named("NodeGroup", f"{environment}-sandboxes-nodes")
        self.assertEqual(sandboxes["labels"], {"workload": "executor"})
        self.assertEqual(sandboxes["taints"], [{"key": "workload", "value": "executor", "effect": "NO_SCHEDULE"}])
        self.assertNotIn("taints", self.named("NodeGroup", f"{environment}-services-nodes"))
        template = self.named("LaunchTemplate", f"{environment}-sandboxes-nodes-template")
        bootstrap = base64.b64decode(template["userData"]).decode()
        for part in ("containerd-shim-runsc-v1", "sha512sum --check", 'systemd-cgroup = "true"', "runtimes.runsc]", "cgroup_writable"):
            self.assertIn(part, bootstrap)
        self.assertNotIn("@RELEASE@", bootstrap)
        self.assertNotIn("userData", self.named("LaunchTemplate", f"{environment}-services-nodes-template"))

    @of_every_environment
    def test_the_cluster_enforces_network_policies_encrypts_secrets_and_logs(self, environment):
        (network,) = [item for item in self.of_kind("Addon") if item.inputs["addonName"] == "vpc-cni"]
        self.assertEqual(json.loads(network.inputs["configurationValues"])["enableNetworkPolicy"], "true")
        cluster = self.named("Cluster", f"{environment}-code-remote-cluster")
        self.assertEqual(cluster["encryptionConfig"]["resources"], ["secrets"])
        self.assertIn("audit", cluster["enabledClusterLogTypes"])
        self.assertIs(cluster["vpcConfig"]["endpointPrivateAccess"], True)

    @of_every_environment
    def test_the_clusters_api_is_not_open_to_everyone(self, environment):
        cluster = self.named("Cluster", f"{environment}-code-remote-cluster")
        self.assertIs(cluster["vpcConfig"]["endpointPublicAccess"], False)

    @of_every_environment
    def test_those_who_administer_the_cluster_are_named_and_nobody_else(self, environment):
        cluster = self.named("Cluster", f"{environment}-code-remote-cluster")
        self.assertIs(cluster["accessConfig"]["bootstrapClusterCreatorAdminPermissions"], False)
        named = [f"arn:aws:iam::000000000000:role/{environment}-code-remote-deploy"]
        self.assertEqual([item.inputs["principalArn"] for item in self.of_kind("AccessEntry")], named)
        associations = [item.inputs for item in self.of_kind("AccessPolicyAssociation")]
        self.assertEqual([item["principalArn"] for item in associations], named)
        for association in associations:
            self.assertTrue(association["policyArn"].endswith("/AmazonEKSClusterAdminPolicy"))
            self.assertEqual(association["accessScope"], {"type": "cluster"})

    @of_every_environment
    def test_zones_are_such_as_take_a_cluster(self, environment):
        zones = {item.inputs["availabilityZone"] for item in self.of_kind("Subnet")}
        self.assertEqual(zones, {"us-east-1b", "us-east-1c"} | ({"us-east-1d"} if environment == "prod" else set()))

    @of_every_environment
    def test_nothing_is_made_before_what_it_cannot_do_without(self, environment):
        after = {item.name: item.after for item in self.made}
        network, cluster = f"{environment}-network-vpc", f"{environment}-code-remote-cluster"
        self.assertIn(f"{network}-internet", after[f"{network}-way-out-0"])
        self.assertLessEqual({f"{cluster}-role-AmazonEKSClusterPolicy", f"{cluster}-logs"}, after[cluster])
        # A node installs gVisor and pulls images as soon as it starts.
        for nodes in ("services", "sandboxes"):
            needed = {f"{cluster}-node-role-AmazonEKS_CNI_Policy", f"{cluster}-vpc-cni", f"{network}-private-0-routes"}
            self.assertLessEqual(needed, after[f"{environment}-{nodes}-nodes"])

    @of_every_environment
    def test_rights_name_what_they_are_for(self, _):
        for name, statement in self.policies():
            self.assertEqual(statement["Effect"], "Allow")
            for action in statement["Action"]:
                self.assertNotIn("*", action, name)
            resources = statement["Resource"]
            looks = all(re.match(r"\w+:Describe", action) for action in statement["Action"])
            if name.endswith("autoscaler-role-policy") and (looks or "eks:cluster-name" in str(statement.get("Condition"))):
                # Looking cannot be restricted to a resource; what is changed is restricted by the cluster's tag.
                continue
            for resource in resources if isinstance(resources, list) else [resources]:
                self.assertRegex(resource, r"^arn:aws:", name)
                self.assertNotEqual(resource, "*", name)

    @of_every_environment
    def test_gateways_send_executors_receive_and_neither_reads_secrets(self, environment):
        allowed = {}
        for name, statement in self.policies():
            for resource in statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]:
                allowed.setdefault((name, resource.rsplit(":", 1)[-1]), set()).update(statement["Action"])
        jobs, dead = f"{environment}-code-remote-jobs", f"{environment}-code-remote-jobs-dead"
        send, letters = {"sqs:GetQueueAttributes", "sqs:SendMessage"}, {"sqs:DeleteMessage", "sqs:ReceiveMessage"}
        gateway, executor = f"{environment}-gateway-role-policy", f"{environment}-executor-role-policy"
        mine = {key: actions for key, actions in allowed.items() if key[0] in (gateway, executor)}
        expected = {
            (gateway, jobs): send,
            (gateway, dead): letters,
            (executor, jobs): send | letters | {"sqs:ChangeMessageVisibility"},
            (executor, dead): letters,
        }
        self.assertEqual(mine, expected)
        readers = {name for (name, _), actions in allowed.items() if any("secretsmanager" in each for each in actions)}
        self.assertEqual(readers, {f"{environment}-secrets-role-policy"})

    @of_every_environment
    def test_a_role_is_for_its_service_accounts_only(self, environment):
        trusted = {
            f"{environment}-gateway-role": ["system:serviceaccount:code-remote:gateway"],
            f"{environment}-secrets-role": ["system:serviceaccount:external-secrets:external-secrets"],
        }
        for name, subjects in trusted.items():
            (statement,) = json.loads(self.named("Role", name)["assumeRolePolicy"])["Statement"]
            condition = statement["Condition"]["StringEquals"]
            self.assertEqual(condition["oidc.eks.example/id/1:sub"], subjects)
            self.assertEqual(condition["oidc.eks.example/id/1:aud"], "sts.amazonaws.com")

    @of_every_environment
    def test_secrets_are_kept_as_secrets_under_our_key(self, environment):
        for secret in self.of_kind("Secret"):
            self.assertIn("code-remote-key", secret.inputs["kmsKeyId"])
        names = {item.name for item in self.of_kind("SecretVersion")}
        self.assertEqual(
            names, {f"{environment}-database-credentials-value", f"{environment}-analyzer-model-key-value"}
        )

    @of_every_environment
    def test_sign_in_is_by_proven_address_without_a_client_secret(self, environment):
        pool = self.named("UserPool", f"{environment}-code-remote-users")
        self.assertEqual((pool["usernameAttributes"], pool["autoVerifiedAttributes"]), (["email"], ["email"]))
        client = self.named("UserPoolClient", f"{environment}-code-remote-users-client")
        self.assertIs(client["generateSecret"], False)
        self.assertEqual(client["preventUserExistenceErrors"], "ENABLED")
        validity = [client[f"{kind}TokenValidity"] for kind in ("access", "id", "refresh")]
        self.assertEqual(validity, [1, 1, 30])

    @of_every_environment
    def test_the_operators_group_is_the_one_that_the_gateway_looks_for(self, environment):
        group = self.named("UserGroup", f"{environment}-code-remote-users-operators")
        self.assertEqual(group["name"], "operators")

    @of_every_environment
    def test_an_images_tag_is_written_once(self, environment):
        repositories = self.of_kind("Repository")
        names = {item.inputs["name"] for item in repositories}
        self.assertEqual(names, {f"{environment}-code-remote-{image}" for image in ("gateway", "executor", "sandbox")})
        for repository in repositories:
            self.assertEqual(repository.inputs["imageTagMutability"], "IMMUTABLE")
            self.assertIs(repository.inputs["imageScanningConfiguration"]["scanOnPush"], True)

    @of_every_environment
    def test_the_key_rotates(self, _):
        (key,) = self.of_kind("Key")
        self.assertIs(key.inputs["enableKeyRotation"], True)

    def test_production_does_not_depend_on_one_zone(self):
        self.made, _ = mocked.environment("prod")
        self.assertEqual(len(self.of_kind("NatGateway")), 3)
        zones = {item.inputs["availabilityZone"] for item in self.of_kind("Subnet")}
        self.assertEqual(len(zones), 3)
        for group in self.of_kind("NodeGroup"):
            self.assertGreaterEqual(group.inputs["scalingConfig"]["minSize"], 3)
            self.assertEqual(group.inputs["capacityType"], "ON_DEMAND")


def keys(value):
    """The names of all settings, however deep; tags are the environment's own."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from () if key.startswith("tag") else keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


class DeployRole(unittest.TestCase):
    """What the pipeline may do, and who is the pipeline."""

    def statements(self, name):
        text = (mocked.INFRA / "deploy-role" / name).read_text()
        return json.loads(text.replace("ENV", "prod").replace("ACCOUNT", "111122223333"))["Statement"]

    def test_only_the_environments_own_jobs_are_it(self):
        (statement,) = self.statements("trust.json")
        subject = statement["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"]
        self.assertEqual(subject, "repo:OWNER/NAME:environment:prod")

    def test_it_may_make_what_the_stack_makes_and_roles_of_the_environment_only(self):
        # Services by the names that the provider's package has for them and that rights have.
        services = {"cloudwatch": "logs", "cognito": "cognito-idp"}
        made, _ = mocked.environment("prod")
        needed = {item.kind.split(":")[1].split("/")[0] for item in made if item.kind.startswith("aws:")}
        allowed = {action.split(":")[0] for each in self.statements("policy.json") if each["Effect"] == "Allow" for action in each["Action"]}
        self.assertEqual({services.get(name, name) for name in needed}, allowed)
        roles = {item.inputs["name"] for item in made if item.kind.endswith(":Role")}
        self.assertEqual([name for name in roles if not name.startswith("prod-")], [])
        for statement in self.statements("policy.json"):
            if any(action.startswith("iam:") for action in statement["Action"]):
                self.assertNotEqual(statement["Resource"], "*")
                self.assertFalse([action for action in statement["Action"] if "*" in action])


class Configuration(unittest.TestCase):
    def test_the_default_region_is_as_documented(self):
        made, outputs = mocked.environment("dev")
        self.assertEqual(outputs["region"], "us-east-1")

    def test_no_secret_is_in_the_committed_configuration(self):
        for name in ENVIRONMENTS:
            text = (mocked.INFRA / f"Pulumi.{name}.yaml").read_text()
            self.assertFalse(re.search(r"^  \S*(apikey|secret|password|token)\S*:", text, re.I | re.M))

    def test_what_is_installed_is_what_was_tested(self):
        tools = (mocked.INFRA.parent / "xtask/src/setup/delivery.rs").read_text()
        for line in (mocked.INFRA / "requirements.txt").read_text().splitlines():
            if not line.startswith("#"):
                name, version = line.split("==")
                self.assertIn(f'("{name}", "{version}")', tools)

    def test_checksums_of_gvisor_can_be_pinned_whole_and_with_their_release_only(self):
        pins = {"runsc": "a" * 128, "containerd-shim-runsc-v1": "b" * 128}
        made, _ = mocked.environment("dev", gvisorRelease="20260803", gvisorSha512=json.dumps(pins))
        template = next(item.inputs for item in made if item.name == "dev-sandboxes-nodes-template")
        bootstrap = base64.b64decode(template["userData"]).decode()
        for program, checksum in pins.items():
            self.assertIn(f"{checksum}  {program}", bootstrap)
        for wrong in ({"gvisorSha512": json.dumps(pins)}, {"gvisorRelease": "20260803", "gvisorSha512": '{"runsc": "a"}'}):
            with self.assertRaisesRegex(ValueError, "gvisorSha512"):
                mocked.environment("dev", **wrong)

    def test_a_node_refuses_a_gvisor_that_is_another(self):
        good, bad = (hashlib.sha512(text).hexdigest() for text in (b"good\n", b"bad\n"))
        both = f"{good}  runsc\n{good}  containerd-shim-runsc-v1"
        for pinned, expected in (("", True), (both, True), (both.replace(good, bad), False), (f"{good}  runsc", False)):
            with self.subTest(pinned=pinned), tempfile.TemporaryDirectory() as directory:
                tree = pathlib.Path(directory)
                for name, text in (
                    # What the bucket has: programs, and checksums that fit them.
                    ("curl", 'name="${*: -1}"; name="${name##*/}"; echo good > "${name%.sha512}"; '
                     'case "$name" in *.sha512) sha512sum "${name%.sha512}" > "$name" ;; esac'),
                    ("install", 'echo "$*" >> "$INSTALLED"'),
                ):
                    (tree / name).write_text(f"#!/bin/bash\n{text}\n")
                    (tree / name).chmod(0o755)
                script = (mocked.INFRA / "code_remote/aws/gvisor.sh").read_text()
                script = script.replace("@RELEASE@", "1").replace("@PINNED@", pinned).replace("/etc/containerd/runsc.toml", "/dev/null")
                environment = os.environ | {"PATH": f"{tree}:{os.environ['PATH']}", "INSTALLED": str(tree / "installed"), "TMPDIR": directory}
                done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, check=False, timeout=60)
                self.assertIs(done.returncode == 0, expected, done.stderr)
                installed = (tree / "installed").read_text() if (tree / "installed").exists() else ""
                self.assertIs("/usr/local/bin/containerd-shim-runsc-v1" in installed, expected)

    def test_a_cluster_that_nobody_can_log_in_to_is_refused(self):
        for wrong in ("[]", '["arn:aws:sts::111122223333:assumed-role/ann/session"]', '["ann"]'):
            with self.assertRaisesRegex(ValueError, "clusterAdmins"):
                mocked.environment("dev", clusterAdmins=wrong)

    def test_another_stack_is_refused(self):
        with self.assertRaisesRegex(ValueError, "one of dev, staging, prod"):
            mocked.pulumi.runtime.set_mocks(mocked.Cloud(), project=mocked.PROJECT, stack="test", preview=False)
            mocked.config.read()
