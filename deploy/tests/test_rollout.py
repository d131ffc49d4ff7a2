"""The way of a deployment, against a cluster that only writes down what it is asked."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
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
# Answers the revision from a file, fails where the test says so, and writes every call down.
KUBECTL = """#!/bin/bash
echo "$*" >> "$CALLS"
case "$*" in
  kustomize*) echo built ;;
  *"get deployment"*) cat "$REVISION" ;;
  apply*--selector*) ;;
  apply*) echo 8 > "$REVISION" ;;
esac
[[ -z "$FAIL" || "$*" != *"$FAIL"* ]]
"""


class Rollout(unittest.TestCase):
    def rollout(self, fail="", revision="7", smoke=0):
        with tempfile.TemporaryDirectory() as directory:
            tree = pathlib.Path(directory)
            (tree / "deploy").mkdir()
            shutil.copy(ROOT / "deploy/rollout.sh", tree / "deploy")
            (tree / "deploy/smoke.py").write_text(f"import sys; sys.exit({smoke})")
            (tree / "kubectl").write_text(KUBECTL)
            (tree / "kubectl").chmod(0o755)
            (tree / "revision").write_text(revision)
            environment = os.environ | {
                "CALLS": str(tree / "calls"),
                "FAIL": fail,
                "PATH": f"{tree}:{os.environ['PATH']}",
                "REVISION": str(tree / "revision"),
            }
            command = ["bash", str(tree / "deploy/rollout.sh"), "prod", "https://code-remote.example"]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
            return done.returncode, (tree / "calls").read_text().splitlines()

    def test_the_schema_comes_before_the_services(self):
        code, calls = self.rollout()
        self.assertEqual(code, 0)
        migrated = next(i for i, call in enumerate(calls) if "wait job/migrate" in call)
        applied = [i for i, call in enumerate(calls) if call.startswith("apply")]
        self.assertLess(applied[0], migrated)
        self.assertIn("notin (gateway, executor, analyzer)", calls[applied[0]])
        self.assertLess(migrated, applied[1])
        for service in ("gateway", "executor", "analyzer"):
            self.assertTrue(any(f"rollout status deployment/{service}" in call for call in calls))
        self.assertFalse(any("undo" in call for call in calls))

    def test_a_failed_migration_changes_no_service(self):
        code, calls = self.rollout(fail="wait job/migrate")
        self.assertEqual(code, 1)
        self.assertEqual(len([call for call in calls if call.startswith("apply")]), 1)
        self.assertFalse(any("undo" in call for call in calls))

    def test_a_service_that_does_not_come_up_takes_all_back(self):
        code, calls = self.rollout(fail="rollout status deployment/executor --timeout 15m")
        self.assertEqual(code, 1)
        undone = [call for call in calls if "undo" in call]
        self.assertEqual(len(undone), 3)
        for call in undone:
            self.assertTrue(call.endswith("--to-revision 7"), call)

    def test_a_deployment_that_does_not_work_from_outside_goes_back(self):
        code, calls = self.rollout(smoke=1)
        self.assertEqual(code, 1)
        self.assertEqual(len([call for call in calls if "undo" in call]), 3)

    def test_a_first_deployment_has_nothing_to_go_back_to(self):
        code, calls = self.rollout(smoke=1, revision="")
        self.assertEqual(code, 1)
        self.assertFalse(any("undo" in call for call in calls))


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
