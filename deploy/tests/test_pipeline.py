"""What the workflow that deploys does, as far as its text tells."""

import re
import unittest

import yaml

from .kustomize import ROOT

TEXT = (ROOT / ".github/workflows/deploy.yml").read_text()
WORKFLOW = yaml.safe_load(TEXT)
JOBS = WORKFLOW["jobs"]


def value(expression, **names):
    """What an expression of `&&`, `||` and `==` is, in a string around it."""

    def one(found):
        text = found[1].replace("||", " or ").replace("&&", " and ")
        for name, given in names.items():
            text = text.replace(name.replace("__", "."), repr(given))
        return str(eval(text))  # noqa: S307 - the repository's own text

    return re.sub(r"\$\{\{(.*?)\}\}", one, expression)


class Pipeline(unittest.TestCase):
    def test_a_push_and_a_start_by_hand_wait_for_each_other(self):
        group = WORKFLOW["concurrency"]["group"]
        for name in ("dev", "staging", "prod"):
            pushed = value(group, inputs__environment="", github__ref_name=f"release/{name}")
            by_hand = value(group, inputs__environment=name, github__ref_name="main")
            self.assertEqual((pushed, by_hand), (f"deploy-{name}", f"deploy-{name}"))

    def test_the_runner_that_reaches_the_cluster_can_be_chosen(self):
        runner = JOBS["rollout"]["runs-on"]
        self.assertEqual(value(runner, vars__DEPLOY_RUNNER="inside"), "inside")
        self.assertEqual(value(runner, vars__DEPLOY_RUNNER=""), "ubuntu-24.04")

    def test_the_region_is_the_infrastructures_where_nothing_is_said(self):
        default = re.search(r'^DEFAULT_REGION = "(.+)"$', (ROOT / "infra/code_remote/config.py").read_text(), re.M)[1]
        regions = re.findall(r"aws-region: (.+)", TEXT)
        self.assertEqual(len(regions), 3)
        for region in regions:
            self.assertEqual(value(region, vars__AWS_REGION=""), default)
        self.assertIn("--region", next(line for line in TEXT.splitlines() if "update-kubeconfig" in line))

    def test_the_smoke_tests_token_is_in_a_file_and_nowhere_else(self):
        seen = [step for step in JOBS["rollout"]["steps"] if "SMOKE_TEST_TOKEN" in str(step.get("env"))]
        self.assertEqual([step["name"] for step in seen], ["The smoke test's token into a file"])
        # A builtin of the shell: no argument of a program.
        self.assertEqual(re.findall(r".*\$TOKEN\b.*", seen[0]["run"])[1:], ["""  (umask 077 && printf '%s' "$TOKEN" > "$RUNNER_TEMP/smoke-test-token")"""])
        self.assertIn("::notice::", seen[0]["run"])
        (rollout,) = [step for step in JOBS["rollout"]["steps"] if "rollout.sh" in step.get("run", "")]
        self.assertIn('"$TOKEN_FILE"', rollout["run"])
        self.assertNotIn("secrets.", str(rollout))
