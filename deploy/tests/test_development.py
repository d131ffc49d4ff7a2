"""What stands for Amazon's services in compose and on one node, against the real emulator."""

import base64
import importlib.util
import json
import os
import socket
import subprocess
import tempfile
import unittest

from .kustomize import ROOT, overlay, of_kind


def development():
    specification = importlib.util.spec_from_file_location("development", ROOT / "deploy/development/development.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


class Emulator(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.development = development()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        cls.state = tempfile.TemporaryDirectory()
        environment = os.environ | {
            "BIND_HOST": "127.0.0.1",
            "DOCKER_HOST": "unix:///nonexistent",
            "GATEWAY_PORT": str(port),
            "IOT_MTLS_ENABLED": "0",
            "MINISTACK_HOST": "127.0.0.1",
            "SERVICES": "sqs,cognito-idp,sts",
            "STATE_DIR": cls.state.name,
        }
        emulator = [os.environ.get("MINISTACK", "ministack")]
        cls.process = subprocess.Popen(emulator, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        cls.endpoint = f"http://127.0.0.1:{port}"
        cls.development.wait_for(lambda: cls.development.healthy(cls.endpoint), cls.process)
        cls.development.provision(cls.endpoint)

    @classmethod
    def tearDownClass(cls):
        cls.process.kill()
        cls.process.wait()
        cls.state.cleanup()

    def call(self, operation, **parameters):
        return self.development.call(self.endpoint, "sqs", operation, **parameters)

    def test_the_queues_are_those_that_the_services_are_told_of(self):
        made = {url.rsplit("/", 1)[1] for url in self.call("ListQueues")["QueueUrls"]}
        (settings,) = [
            item["data"] for item in of_kind(overlay("dev"), "ConfigMap") if "CODE_REMOTE_SQS_QUEUE_URL" in item["data"]
        ]
        told = {settings[f"CODE_REMOTE_SQS_{which}_URL"].rsplit("/", 1)[1] for which in ("QUEUE", "DEAD_LETTER")}
        self.assertEqual(made, told)

    def test_what_cannot_be_delivered_goes_to_the_dead_letter_queue(self):
        queue = f"{self.endpoint}/000000000000/{self.development.PREFIX}-jobs"
        wanted = ["RedrivePolicy", "VisibilityTimeout"]
        attributes = self.call("GetQueueAttributes", QueueUrl=queue, AttributeNames=wanted)["Attributes"]
        redrive = json.loads(attributes["RedrivePolicy"])
        self.assertTrue(redrive["deadLetterTargetArn"].endswith("-jobs-dead"))
        self.assertEqual(attributes["VisibilityTimeout"], "60")

    def test_doing_it_again_makes_nothing_new(self):
        before = self.development.pool_of(self.endpoint)
        self.development.provision(self.endpoint)
        self.assertEqual(self.development.pool_of(self.endpoint), before)

    def test_a_token_is_one_of_the_pools(self):
        pool, client = self.development.pool_of(self.endpoint)
        command = ["python3", str(ROOT / "deploy/development/development.py"), "token"]
        environment = os.environ | {"AWS_ENDPOINT_URL": self.endpoint}
        for _ in range(2):
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
            payload = done.stdout.strip().split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
            self.assertEqual((claims["token_use"], claims["client_id"]), ("access", client))
            self.assertTrue(claims["iss"].endswith(pool))

    def test_a_gateway_is_told_all_it_must_know(self):
        with tempfile.NamedTemporaryFile("r") as file:
            command = ["python3", str(ROOT / "deploy/development/development.py"), "settings", "--out", file.name]
            subprocess.run(command, env=os.environ | {"AWS_ENDPOINT_URL": self.endpoint}, check=True, timeout=60)
            lines = dict(line.split("=", 1) for line in file.read().splitlines())
        pool, client = self.development.pool_of(self.endpoint)
        self.assertEqual(lines["CODE_REMOTE_COGNITO_USER_POOL_ID"], pool)
        self.assertEqual(lines["CODE_REMOTE_COGNITO_CLIENT_ID"], client)
