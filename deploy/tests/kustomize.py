"""Builds overlays of `kubernetes/` as `kubectl apply -k` would."""

import functools
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import textwrap

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
KUBERNETES = ROOT / "kubernetes"
DOCUMENT = ROOT / "docs/kubernetes.md"
OVERLAYS = ("dev", "staging", "prod")


def kubectl():
    """The one among the tools, or the machine's."""
    own = pathlib.Path(os.environ.get("DELIVERY_TOOLS", "")) / "kubectl"
    return str(own) if own.is_file() else "kubectl"


@functools.cache
def overlay(name):
    """The objects of an overlay."""
    return build(KUBERNETES / "overlays" / name)


@functools.cache
def with_component(name, *components):
    """The objects of an overlay with components on top, as an installation would add them."""
    with tempfile.TemporaryDirectory() as directory:
        tree = pathlib.Path(directory) / "kubernetes"
        shutil.copytree(KUBERNETES, tree)
        top = tree / "overlays" / "top"
        top.mkdir()
        images = [{"name": "localhost/code-remote/executor", "newTag": "0" * 40}]
        content = {"resources": [f"../{name}"], "images": images}
        content["components"] = [f"../../components/{component}" for component in components]
        (top / "kustomization.yaml").write_text(yaml.safe_dump(content))
        return build(top)


@functools.cache
def documented(name):
    """The objects of an overlay that docs/kubernetes.md shows."""
    found = re.findall(r"```yaml\n *# kubernetes/overlays/([\w-]+)/kustomization.yaml\n(.*?)```", DOCUMENT.read_text(), re.S)
    with tempfile.TemporaryDirectory() as directory:
        tree = pathlib.Path(directory) / "kubernetes"
        shutil.copytree(KUBERNETES, tree)
        for overlay, content in found:
            (tree / "overlays" / overlay).mkdir()
            text = textwrap.dedent(content).replace("COMMIT", "0123456789" * 4)
            (tree / "overlays" / overlay / "kustomization.yaml").write_text(text)
        return build(tree / "overlays" / name)


def build(directory):
    command = [kubectl(), "kustomize", str(directory)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        raise AssertionError(f"{directory.name} cannot be built: {done.stderr}")
    return [document for document in yaml.safe_load_all(done.stdout) if document]


def of_kind(objects, *kinds):
    return [item for item in objects if item["kind"] in kinds]


def title(item):
    metadata = item["metadata"]
    return f"{item['kind']} {metadata.get('namespace', '')}/{metadata['name']}"


def pod_templates(objects):
    """Every object that makes pods, with the specification of its pods."""
    makers = of_kind(objects, "Deployment", "DaemonSet", "StatefulSet", "Job")
    return [(item, item["spec"]["template"]["spec"]) for item in makers]


def containers(objects):
    """Every container that will run, with the name of what makes it."""
    return [
        (title(item), container)
        for item, spec in pod_templates(objects)
        for container in spec.get("initContainers", []) + spec["containers"]
    ]


def selects(selector, labels):
    """Whether a selector of labels is for something that has these."""
    operators = {
        "In": lambda values, value: value in values,
        "NotIn": lambda values, value: value not in values,
        "Exists": lambda _, value: value is not None,
    }
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items()) and all(
        operators[each["operator"]](each.get("values"), labels.get(each["key"]))
        for each in selector.get("matchExpressions", [])
    )


def lets_in(policy, item, port, namespace):
    """Whether a policy opens a port of an object's pods to the pods of a namespace, and not by address: there are networks in
    which an address block means no pod."""
    labels = item["spec"]["template"]["metadata"]["labels"]
    here = policy["metadata"]["namespace"] == item["metadata"]["namespace"] and selects(policy["spec"]["podSelector"], labels)
    names = {"kubernetes.io/metadata.name": namespace}
    return here and any(
        port in [each["port"] for each in rule["ports"]]
        and any("namespaceSelector" in peer and selects(peer["namespaceSelector"], names) for peer in rule["from"])
        for rule in policy["spec"].get("ingress", [])
    )
