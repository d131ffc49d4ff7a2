"""The way of a deployment, against a cluster that only writes down what it is asked."""

import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import unittest

import yaml

from . import kustomize
from .kustomize import ROOT

COMMIT = "0123456789abcdef0123456789abcdef01234567"
STACK = {
    "apiEndpoint": "https://code-remote.example",
    "certificateArn": "arn:aws:acm:eu-west-1:111122223333:certificate/1",
    "cognitoClientId": "client",
    "cognitoUserPoolId": "eu-west-1_pool",
    "databaseSecretName": "rds!db-1",
    "deadLetterQueueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/prod-code-remote-jobs-dead",
    "ecrRepositoryUrl": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/prod-code-remote-gateway",
    "eksClusterName": "prod-code-remote-cluster",
    "executorRoleArn": "arn:aws:iam::111122223333:role/prod-executor-role",
    "gatewayRoleArn": "arn:aws:iam::111122223333:role/prod-gateway-role",
    "modelSecretName": "prod-analyzer-model-key",
    "queueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/prod-code-remote-jobs",
    "rdsEndpoint": "prod.rds.example:5432",
    "region": "eu-west-1",
}
# Answers revisions from a file, fails where the test says so, and writes every call down.
KUBECTL = """#!/bin/bash
echo "$*" >> "$CALLS"
case "$*" in
  kustomize*) cat "$BUILT" ;;
  *"get deployment"*) cat "$REVISION" ;;
  *"get controllerrevisions"*) echo 3; cat "$REVISION"; echo; echo 1 ;;
  *"get service gateway"*spec.type*) echo LoadBalancer ;;
  *"get service gateway"*hostname*) echo "balancer.example " ;;
  apply*--selector* | apply*--dry-run*) ;;
  apply*) echo 8 > "$REVISION" ;;
esac
while read -r fails; do
  [[ -z "$fails" || "$*" != *"$fails"* ]] || exit 1
done <<< "$FAIL"
"""
# Writes down how it was called, and ends as the test says.
SMOKE = """import os, sys
with open(os.environ["CALLS"], "a") as calls:
    print("smoke", *sys.argv[1:], file=calls)
sys.exit(int(os.environ["SMOKE"]))
"""


def filled(objects):
    """An overlay's objects as they are when they have been filled."""
    return yaml.safe_dump_all(objects).replace("0" * 40, COMMIT).replace("0" * 12, "111122223333").replace(".invalid", ".example")


class Rollout(unittest.TestCase):
    def rollout(self, fail="", revision="7", smoke=0, overlay="prod", objects=None, more=()):
        with tempfile.TemporaryDirectory() as directory:
            tree = pathlib.Path(directory)
            (tree / "deploy").mkdir()
            shutil.copy(ROOT / "deploy/rollout.sh", tree / "deploy")
            (tree / "deploy/smoke.py").write_text(SMOKE)
            (tree / "kubectl").write_text(KUBECTL)
            (tree / "kubectl").chmod(0o755)
            (tree / "revision").write_text(revision)
            (tree / "built").write_text(objects or filled(kustomize.overlay("prod")))
            (tree / "token").write_text("a token that nobody sees")
            (tree / "calls").touch()
            environment = os.environ | {
                "BUILT": str(tree / "built"),
                "CALLS": str(tree / "calls"),
                "FAIL": fail,
                "PATH": f"{tree}:{os.environ['PATH']}",
                "REVISION": str(tree / "revision"),
                "SMOKE": str(smoke),
            }
            command = ["bash", str(tree / "deploy/rollout.sh"), overlay, "https://code-remote.example"]
            command += [str(tree / each) for each in more]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
            self.said = done.stdout + done.stderr
            return done.returncode, (tree / "calls").read_text().splitlines()

    def assert_nothing_was_changed(self, calls):
        changes = [call for call in calls if "--dry-run" not in call and re.search(r"\b(apply|delete|undo)\b", call)]
        self.assertEqual(changes, [], self.said)
        self.assertIn("was changed", self.said)

    def test_the_schema_comes_before_the_services(self):
        code, calls = self.rollout()
        self.assertEqual(code, 0, self.said)
        migrated = next(i for i, call in enumerate(calls) if "wait job/migrate" in call)
        applied = [i for i, call in enumerate(calls) if call.startswith("apply") and "--dry-run" not in call]
        self.assertLess(applied[0], migrated)
        self.assertIn("notin (gateway, executor, analyzer)", calls[applied[0]])
        self.assertLess(migrated, applied[1])
        for service in ("gateway", "executor", "analyzer"):
            self.assertIn(f"--namespace code-remote rollout status deployment/{service} --timeout 15m", calls)
        self.assertFalse(any("undo" in call for call in calls))

    def test_a_failed_migration_changes_no_service(self):
        code, calls = self.rollout(fail="wait job/migrate")
        self.assertEqual(code, 1)
        self.assertEqual(len([call for call in calls if call.startswith("apply") and "--dry-run" not in call]), 1)
        self.assertFalse(any("undo" in call for call in calls))

    def test_a_service_that_does_not_come_up_takes_all_back(self):
        code, calls = self.rollout(fail="rollout status deployment/executor --timeout 15m")
        self.assertEqual(code, 1)
        undone = [call for call in calls if "undo" in call]
        self.assertEqual(len(undone), 3)
        for call in undone:
            self.assertTrue(call.endswith("--to-revision 7"), call)

    def test_all_go_back_before_any_is_waited_for_and_none_keeps_the_others(self):
        statuses = [f"rollout status deployment/{service} --timeout 10m" for service in ("gateway", "executor", "analyzer")]
        for fail in (*statuses, "rollout undo deployment/analyzer", "get pods", "\n".join(statuses)):
            with self.subTest(fail=fail):
                code, calls = self.rollout(fail=f"rollout status deployment/gateway --timeout 15m\n{fail}")
                self.assertEqual(code, 1)
                undone = [i for i, call in enumerate(calls) if "undo" in call]
                waited = [i for i, call in enumerate(calls) if "--timeout 10m" in call]
                self.assertEqual(len(undone), 3, calls)
                self.assertEqual(len(waited), 2 if "undo" in fail else 3, calls)
                self.assertLess(max(undone), min(waited))

    def test_a_deployment_that_does_not_work_from_outside_goes_back(self):
        code, calls = self.rollout(smoke=1)
        self.assertEqual(code, 1)
        self.assertEqual(len([call for call in calls if "undo" in call]), 3)

    def test_a_first_deployment_has_nothing_to_go_back_to(self):
        code, calls = self.rollout(smoke=1, revision="")
        self.assertEqual(code, 1)
        self.assertFalse(any("undo" in call for call in calls))

    def test_executors_on_the_nodes_are_waited_for_and_go_back(self):
        objects = filled(kustomize.with_component("prod", "node-executors"))
        code, calls = self.rollout(objects=objects)
        self.assertEqual(code, 0, self.said)
        self.assertIn("--namespace code-remote-nodes rollout status daemonset/executor --timeout 15m", calls)
        self.assertFalse([call for call in calls if "deployment/executor" in call])
        code, calls = self.rollout(objects=objects, smoke=1)
        self.assertEqual(code, 1)
        self.assertIn("--namespace code-remote-nodes rollout undo daemonset/executor --to-revision 7", calls)

    def test_an_overlay_to_try_things_out_is_refused(self):
        dev = yaml.safe_dump_all(kustomize.overlay("dev"))
        for overlay, objects in (("dev", dev), ("dev-nodes", dev), ("production", None), ("kubernetes/overlays/dev", dev)):
            code, calls = self.rollout(overlay=overlay, objects=objects)
            self.assertEqual(code, 1)
            self.assert_nothing_was_changed(calls)

    def test_an_overlay_that_was_not_filled_is_refused(self):
        for name in ("staging", "prod"):
            code, calls = self.rollout(overlay=name, objects=yaml.safe_dump_all(kustomize.overlay(name)))
            self.assertEqual(code, 1)
            self.assert_nothing_was_changed(calls)
            self.assertIn("settings.py", self.said)

    def test_an_overlay_of_ones_own_is_taken_by_its_directory(self):
        code, calls = self.rollout(overlay="/etc/code-remote/mine")
        self.assertEqual(code, 0, self.said)
        self.assertIn("kustomize /etc/code-remote/mine", calls)

    def test_a_cluster_without_a_kind_is_left_as_it_is(self):
        code, calls = self.rollout(fail="--dry-run=client")
        self.assertEqual(code, 1)
        self.assert_nothing_was_changed(calls)

    def test_programs_are_run_where_a_token_is_given_and_it_is_said_where_none_is(self):
        code, calls = self.rollout(more=["token"])
        self.assertEqual(code, 0, self.said)
        (smoke,) = [call for call in calls if call.startswith("smoke")]
        self.assertRegex(smoke, r"--token-file \S+/token")
        self.assertNotIn("nobody sees", "\n".join(calls) + self.said)
        code, calls = self.rollout()
        self.assertEqual(code, 0, self.said)
        self.assertNotIn("--token-file", "\n".join(calls))
        self.assertIn("no program is run", self.said)
        code, calls = self.rollout(more=["missing"])
        self.assertEqual(code, 1)
        self.assert_nothing_was_changed(calls)


class Smoke(unittest.TestCase):
    """Against a service that only says that it is ready."""

    class Ready(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"paths": {"/execute": {}}}')

        def do_POST(self):
            self.send_response(401)
            self.end_headers()

        def log_message(self, *_):
            pass

    def smoke(self, *more):
        with http.server.HTTPServer(("127.0.0.1", 0), self.Ready) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            # A name that has no address anywhere.
            url = f"http://code-remote.invalid:{server.server_port}"
            command = ["python3", str(ROOT / "deploy/smoke.py"), "--url", url, *more]
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
            server.shutdown()
            return done

    def test_before_the_domain_has_an_address_the_load_balancer_is_asked_in_its_name(self):
        done = self.smoke("--load-balancer", "127.0.0.1")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count("Point the domain at it"), 1)

    def test_without_one_nobody_answers(self):
        self.assertEqual(self.smoke().returncode, 1)

    def test_a_rollout_names_the_load_balancer(self):
        _, calls = Rollout().rollout()
        (smoke,) = [call for call in calls if call.startswith("smoke")]
        self.assertIn("--load-balancer balancer.example", smoke)


class Settings(unittest.TestCase):
    def fill(self, environment):
        with tempfile.TemporaryDirectory() as directory:
            tree = pathlib.Path(directory) / "kubernetes"
            shutil.copytree(kustomize.KUBERNETES, tree)
            command = ["python3", str(ROOT / "deploy/settings.py"), "--environment", environment, "--commit", COMMIT]
            command += ["--overlays", str(tree / "overlays")]
            subprocess.run(command, input=json.dumps(STACK), text=True, check=True, timeout=60)
            return kustomize.build(tree / "overlays" / ("prod" if environment == "prod" else "staging"))

    def test_nothing_of_no_account_is_left(self):
        for environment in ("dev", "staging", "prod"):
            text = yaml.safe_dump_all(self.fill(environment))
            self.assertNotIn("0" * 12, text)
            self.assertNotIn(".invalid", text)
            self.assertIn(f"111122223333.dkr.ecr.eu-west-1.amazonaws.com/{environment}-code-remote-gateway:{COMMIT}", text)
            self.assertIn(f"111122223333.dkr.ecr.eu-west-1.amazonaws.com/{environment}-code-remote-sandbox:{COMMIT}", text)
            for name in ("executorRoleArn", "gatewayRoleArn", "certificateArn", "queueUrl", "databaseSecretName"):
                self.assertIn(STACK[name], text)
