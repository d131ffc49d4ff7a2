"""What the tools of each format say: Dockerfile, compose files, workflows."""

import os
import pathlib
import re
import subprocess
import unittest

import yaml

from .kustomize import ROOT

TOOLS = pathlib.Path(os.environ.get("DELIVERY_TOOLS", ""))
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
COMPOSE = ("-f", "docker-compose.yml")
COMPOSE_TEST = (*COMPOSE, "-f", "docker-compose.test.yml")


def run(program, *arguments):
    command = [str(TOOLS / program), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def compose(*files):
    done = run("docker-compose", *files, "--profile", "*", "config")
    if done.returncode or done.stderr:
        raise AssertionError(done.stderr)
    return yaml.safe_load(done.stdout)["services"]


class Lint(unittest.TestCase):
    def clean(self, *command):
        done = run(*command)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_dockerfile(self):
        self.clean("hadolint", "--config", ".hadolint.yaml", "Dockerfile")

    def test_workflows_mean_what_they_say(self):
        self.clean("actionlint", "-shellcheck", TOOLS / "shellcheck", "-pyflakes", "", *WORKFLOWS)

    def test_scripts(self):
        scripts = [ROOT / ".ci/run", *(ROOT / "deploy").glob("*.sh"), *(ROOT / "infra").glob("code_remote/**/*.sh")]
        self.assertGreater(len(scripts), 2)
        self.clean("shellcheck", *scripts)

    def test_workflows_are_safe(self):
        self.clean("zizmor", "--offline", "--quiet", "--persona", "pedantic", ".github/workflows")


class Compose(unittest.TestCase):
    def test_every_service_is_bounded_and_hardened(self):
        for files in (COMPOSE, COMPOSE_TEST):
            for name, service in compose(*files).items():
                with self.subTest(service=name, files=files):
                    self.assertNotIn("privileged", service)
                    self.assertIn("memory", service["deploy"]["resources"]["limits"])
                    if files == COMPOSE or name not in ("token", "tests"):
                        self.assertEqual(service["cap_drop"], ["ALL"])
                        self.assertTrue(service["read_only"])

    def test_only_the_executor_has_rights_and_it_has_no_way_outside(self):
        services = compose(*COMPOSE)
        rights = {name: service["cap_add"] for name, service in services.items() if "cap_add" in service}
        self.assertEqual(rights, {"executor": ["SETGID", "SETUID"]})
        self.assertEqual(list(services["executor"]["networks"]), ["inside"])
        self.assertNotIn("seccomp=unconfined", services["executor"]["security_opt"])
        self.assertNotIn("ports", services["executor"])

    def test_the_gateway_answers_on_both_ports_of_this_machine_only(self):
        for service in compose(*COMPOSE).values():
            for port in service.get("ports", []):
                self.assertEqual(port["host_ip"], "127.0.0.1")
        published = {port["published"] for port in compose(*COMPOSE)["front"]["ports"]}
        self.assertEqual(published, {"8080", "8000"})
        self.assertEqual(compose(*COMPOSE)["gateway"]["network_mode"], "service:front")

    def test_tests_publish_nothing(self):
        for service in compose(*COMPOSE_TEST).values():
            self.assertFalse(service.get("ports"))

    def test_images_from_elsewhere_are_named_by_digest(self):
        for service in compose(*COMPOSE).values():
            self.assertRegex(service["image"], r"^localhost/|@sha256:[0-9a-f]{64}$")


class Dockerfile(unittest.TestCase):
    text = (ROOT / "Dockerfile").read_text()

    def stages(self):
        parts = re.split(r"^FROM (\S+) AS (\w+)$", self.text, flags=re.M)
        return {parts[i + 1]: parts[i + 2] for i in range(1, len(parts), 3)}

    def test_what_is_copied_is_let_through(self):
        let_through = (ROOT / ".dockerignore").read_text().splitlines()
        for line in re.findall(r"^COPY (?!--from)(.+)$", self.text, re.M):
            for source in line.split()[:-1]:
                self.assertTrue(any(f"!{part}" in let_through for part in parents(source)), source)
                self.assertTrue((ROOT / source).exists(), source)

    def test_images_say_how_they_are_and_only_the_executor_is_root(self):
        for name, text in self.stages().items():
            users = re.findall(r"^USER (\S+)$", text, re.M)
            with self.subTest(stage=name):
                if name in ("gateway", "development", "executor"):
                    self.assertIn("HEALTHCHECK", text)
                if name == "executor":
                    self.assertEqual(users, ["0:0"])
                elif name in ("gateway", "development", "sandbox"):
                    self.assertRegex(users[-1], r"^[1-9]\d+:[1-9]\d+$")

    def test_releases_are_those_that_tests_use(self):
        toolchain = re.search(r'channel = "([\d.]+)"', (ROOT / "rust-toolchain.toml").read_text())[1]
        self.assertIn(f"rust:{toolchain}-", self.text)
        emulator = (ROOT / "xtask/src/setup/ministack.rs").read_text()
        for name, version in re.findall(r'\("(ministack|cryptography)", "([\d.]+)"\)', emulator):
            self.assertIn(f"{name}=={version}", self.text)


def parents(path):
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
