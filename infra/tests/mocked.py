"""Builds an environment with mocks in place of the cloud, and remembers what it would have made."""

import dataclasses
import functools
import json
import pathlib

import pulumi
import yaml
from pulumi.runtime import mocks, set_all_config, set_mocks

from code_remote import config, stack
from code_remote.aws import Aws

INFRA = pathlib.Path(__file__).resolve().parents[1]
PROJECT = "code-remote"
# What the cloud would answer beyond what was asked of it.
ANSWERS = {
    "aws:acm/certificate:Certificate": {
        "domainValidationOptions": [
            {"resourceRecordName": "_proof", "resourceRecordType": "CNAME", "resourceRecordValue": "value"}
        ]
    },
    "aws:eks/cluster:Cluster": {"identities": [{"oidcs": [{"issuer": "https://oidc.eks.example/id/1"}]}]},
    "aws:ec2/launchTemplate:LaunchTemplate": {"latestVersion": 3},
    "aws:rds/instance:Instance": {"endpoint": "database.example:5432"},
    "random:index/randomPassword:RandomPassword": {"result": "generated"},
}


@dataclasses.dataclass(frozen=True)
class Made:
    """A resource as the cloud was asked for it."""

    kind: str
    name: str
    inputs: dict


class Cloud(mocks.Mocks):
    def __init__(self):
        self.made = []

    def new_resource(self, args):
        self.made.append(Made(args.typ, args.name, dict(args.inputs)))
        service = args.typ.split(":")[1].split("/")[0]
        state = {
            "arn": f"arn:aws:{service}:us-east-1:111122223333:{args.name}",
            "url": f"https://{service}.example/{args.name}",
            "name": args.name,
        }
        state |= dict(args.inputs) | ANSWERS.get(args.typ, {})
        if args.typ == "aws:eks/cluster:Cluster":
            state["vpcConfig"] = dict(args.inputs["vpcConfig"]) | {"clusterSecurityGroupId": "sg-cluster"}
        if args.typ == "aws:ecr/repository:Repository":
            state["repositoryUrl"] = f"111122223333.dkr.ecr.us-east-1.amazonaws.com/{args.name}"
        return f"{args.name}-id", state

    def call(self, args):
        return {"names": ["us-east-1a", "us-east-1b", "us-east-1c"], "id": "zones", "zoneIds": [], "groupNames": []}


@functools.cache
def environment(name, **overrides):
    """Everything that the environment's own configuration makes, and its outputs."""
    cloud = Cloud()
    set_mocks(cloud, project=PROJECT, stack=name, preview=False)
    values = yaml.safe_load((INFRA / f"Pulumi.{name}.yaml").read_text())["config"]
    values |= {f"{PROJECT}:{key}": value for key, value in overrides.items()}
    set_all_config({key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()})
    outputs = {}

    @pulumi.runtime.test
    def build():
        settings = config.read()
        settings.secrets["geminiApiKey"] = pulumi.Output.secret("the key")
        made = stack.build(settings, Aws(settings))
        return pulumi.Output.all(**made).apply(outputs.update)

    build()
    return cloud.made, outputs
