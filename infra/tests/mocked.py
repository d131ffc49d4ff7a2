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
    # Names of what is made before it.
    after: frozenset[str] = frozenset()


class Monitor(mocks.MockMonitor):
    """Tells the mocks what a resource waits for, too."""

    def RegisterResource(self, request):
        self.mocks.after[request.type, request.name] = frozenset(urn.split("::")[-1] for urn in request.dependencies)
        return super().RegisterResource(request)


# A region's zones as an account with more of them than usual sees them: (name, id, whether it must be opted into).
ZONES = (
    ("us-east-1-atl-2a", "use1-atl2-az1", "opted-in"),
    ("us-east-1a", "use1-az3", "opt-in-not-required"),
    ("us-east-1b", "use1-az1", "opt-in-not-required"),
    ("us-east-1c", "use1-az2", "opt-in-not-required"),
    ("us-east-1d", "use1-az4", "opt-in-not-required"),
)


class Cloud(mocks.Mocks):
    def __init__(self):
        self.made = []
        self.after = {}

    def new_resource(self, args):
        self.made.append(Made(args.typ, args.name, dict(args.inputs), self.after.get((args.typ, args.name), frozenset())))
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
        wanted = {value for each in args.args.get("filters", []) if each["name"] == "opt-in-status" for value in each["values"]}
        left_out = args.args.get("excludeZoneIds", [])
        zones = [zone for zone in ZONES if zone[1] not in left_out and (not wanted or zone[2] in wanted)]
        return {"names": [zone[0] for zone in zones], "id": "zones", "zoneIds": [zone[1] for zone in zones], "groupNames": []}


@functools.cache
def environment(name, **overrides):
    """Everything that the environment's own configuration makes, and its outputs."""
    cloud = Cloud()
    set_mocks(cloud, project=PROJECT, stack=name, preview=False, monitor=Monitor(cloud))
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
