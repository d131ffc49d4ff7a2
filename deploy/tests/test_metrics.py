"""Alert rules and dashboards ask for figures that the services really count."""

import json
import re
import unittest

import yaml

from .kustomize import KUBERNETES, ROOT

PREFIX = "code_remote"
STRUCT = re.compile(r"struct (\w+) \{(.*?)\n\}", re.S)
FIELD = re.compile(r"^\s*(?:pub(?:\(\w+\))? )?(\w+): (.+),$", re.M)
SUB = re.compile(r'let (\w+) = (\w+)\.sub_registry_with_prefix\("(\w+)"\)')
REGISTER = re.compile(r'(\w+)\.register\(\s*"(\w+)",\s*"[^"]*",\s*\w+\.(\w+)\.clone\(\)', re.S)
ASKED = re.compile(rf"\b{PREFIX}_\w+(?:\{{[^}}]*\}})?")
LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")


def suffixes(kind):
    if "Histogram" in kind:
        return ("_bucket", "_count", "_sum")
    return ("_total",) if "Counter" in kind else ("",)


def counted():
    """Every series that the code registers, with its labels, read from the modules that register them."""
    series = {}
    for path in sorted((ROOT / "crates").glob("**/metrics.rs")):
        text = path.read_text()
        structs = {name: dict(FIELD.findall(body)) for name, body in STRUCT.findall(text)}
        fields = {name: kind for struct in structs.values() for name, kind in struct.items()}
        prefixes = {"registry": PREFIX}
        for line, parent, name in SUB.findall(text):
            prefixes[line] = f"{prefixes[parent]}_{name}"
        for registry, name, field in REGISTER.findall(text):
            kind = fields[field]
            family = re.match(r"Family<(\w+),", kind)
            labels = set(structs[family[1]]) if family else set()
            for suffix in suffixes(kind):
                series[f"{prefixes[registry]}_{name}{suffix}"] = labels | ({"le"} if suffix == "_bucket" else set())
    return series


def expressions():
    rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yaml").read_text())
    for group in rules["groups"]:
        for rule in group["rules"]:
            yield rule["alert"], rule["expr"]
    for panel in json.loads((ROOT / "deploy/grafana/code-remote.json").read_text())["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]
    adapter = yaml.safe_load((ROOT / "deploy/prometheus/adapter.yaml").read_text())
    for rule in adapter["rules"]["external"]:
        yield "adapter", rule["seriesQuery"]


class Metrics(unittest.TestCase):
    def test_the_code_is_read_right(self):
        series = counted()
        self.assertEqual(series[f"{PREFIX}_http_requests_total"], {"route", "method", "status"})
        self.assertEqual(series[f"{PREFIX}_executor_stage_seconds_bucket"], {"stage", "le"})
        self.assertEqual(series[f"{PREFIX}_queue_depth"], set())

    def test_what_is_asked_for_is_counted(self):
        series = counted()
        for where, expression in expressions():
            with self.subTest(where=where):
                asked = ASKED.findall(expression)
                self.assertTrue(asked, expression)
                for item in asked:
                    name, _, selector = item.partition("{")
                    self.assertIn(name, series)
                    self.assertLessEqual(set(LABEL.findall(selector)), series[name], item)

    def test_the_operators_rules_are_the_same(self):
        rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yaml").read_text())
        operator = yaml.safe_load((KUBERNETES / "components/monitoring/alerts.yaml").read_text())
        self.assertEqual(operator["spec"], rules)

    def test_every_alert_is_explained(self):
        text = (ROOT / "docs/deployment.md").read_text()
        rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yaml").read_text())
        for group in rules["groups"]:
            for rule in group["rules"]:
                self.assertIn(f"`{rule['alert']}`", text)
