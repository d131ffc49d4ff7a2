"""What an environment is configured with. Nothing else reads configuration."""

import dataclasses
import os
import re

import pulumi

ENVIRONMENTS = ("dev", "staging", "prod")
DEFAULT_REGION = "us-east-1"
GVISOR = frozenset({"containerd-shim-runsc-v1", "runsc"})
PRINCIPAL = re.compile(r"arn:aws[\w-]*:iam::\d{12}:(role|user)/\S+")


@dataclasses.dataclass(frozen=True)
class Nodes:
    """A group of nodes."""

    instance_type: str
    smallest: int
    largest: int
    spot: bool


@dataclasses.dataclass(frozen=True)
class Size:
    """What differs between environments."""

    zones: int
    # One way out of the private network for each zone, so that no zone depends on another.
    gateways_per_zone: bool
    services: Nodes
    sandboxes: Nodes
    database_class: str
    database_gib: int
    database_standby: bool
    backup_days: int
    # Whether losing data takes more than a wrong command.
    protected: bool
    log_days: int


SIZES = {
    "dev": Size(
        zones=2,
        gateways_per_zone=False,
        services=Nodes("t3.large", 1, 3, spot=False),
        sandboxes=Nodes("c6i.xlarge", 0, 5, spot=True),
        database_class="db.t4g.micro",
        database_gib=20,
        database_standby=False,
        backup_days=1,
        protected=False,
        log_days=7,
    ),
    "staging": Size(
        zones=2,
        gateways_per_zone=False,
        services=Nodes("t3.large", 2, 4, spot=False),
        sandboxes=Nodes("c6i.xlarge", 1, 5, spot=True),
        database_class="db.t4g.medium",
        database_gib=50,
        database_standby=False,
        backup_days=7,
        protected=True,
        log_days=30,
    ),
    "prod": Size(
        zones=3,
        gateways_per_zone=True,
        services=Nodes("m6i.large", 3, 6, spot=False),
        sandboxes=Nodes("c6i.2xlarge", 3, 20, spot=False),
        database_class="db.m6g.large",
        database_gib=200,
        database_standby=True,
        backup_days=30,
        protected=True,
        log_days=365,
    ),
}


@dataclasses.dataclass(frozen=True)
class Settings:
    """An environment's configuration."""

    environment: str
    region: str
    domain: str
    zone_id: str
    # Who may reach the cluster's API from outside. Nobody where it is empty: the pipeline's runners then need a way in.
    api_access_cidrs: tuple[str, ...]
    # Roles and users of IAM that administer the cluster, the pipeline's role among them. Nobody else can log in to it.
    cluster_admins: tuple[str, ...]
    kubernetes_version: str
    gvisor_release: str
    # Checksums of that release's programs, by name; the release's own are taken where there are none.
    gvisor_sha512: dict[str, str]
    size: Size
    # Values that go to the secrets manager, by name; those that are not set are left out.
    secrets: dict[str, pulumi.Output]

    def name(self, service, resource):
        """`{env}-{service}-{resource}`."""
        return f"{self.environment}-{service}-{resource}"


def read():
    """The configuration of the stack that runs."""
    config = pulumi.Config("code-remote")
    environment = pulumi.get_stack()
    if environment not in ENVIRONMENTS:
        raise ValueError(f"the stack is one of {', '.join(ENVIRONMENTS)}, not {environment}")
    return Settings(
        environment=environment,
        region=pulumi.Config("aws").get("region") or DEFAULT_REGION,
        domain=config.require("domain"),
        zone_id=config.require("zoneId"),
        api_access_cidrs=tuple(config.get_object("apiAccessCidrs") or ()),
        cluster_admins=cluster_admins(config),
        kubernetes_version=config.get("kubernetesVersion") or "1.36",
        gvisor_release=config.get("gvisorRelease") or "20260803",
        gvisor_sha512=gvisor_sha512(config),
        size=SIZES[environment],
        secrets=secrets(config),
    )


def cluster_admins(config):
    """A cluster without any could be logged in to by nobody; EKS takes the name of a role, not that of a session."""
    named = tuple(config.get_object("clusterAdmins") or ())
    for principal in named:
        if not PRINCIPAL.fullmatch(principal):
            raise ValueError(f"clusterAdmins: {principal} is the ARN of no role or user of IAM")
    if not named:
        raise ValueError("clusterAdmins: name the roles that administer the cluster, the pipeline's among them")
    return named


def gvisor_sha512(config):
    """All or none, and of a release that is named: the default changes."""
    pinned = config.get_object("gvisorSha512") or {}
    whole = set(pinned) == GVISOR and all(re.fullmatch("[0-9a-f]{128}", checksum) for checksum in pinned.values())
    if pinned and not (whole and config.get("gvisorRelease")):
        raise ValueError(f"gvisorSha512: the SHA-512 of each of {', '.join(sorted(GVISOR))}, and gvisorRelease")
    return pinned


def secrets(config):
    """From the stack's encrypted configuration, or from the environment of the pipeline that has them."""
    found = {}
    for name, variable in (("geminiApiKey", "GEMINI_API_KEY"), ("cognitoClientSecret", "COGNITO_CLIENT_SECRET")):
        value = config.get_secret(name)
        if value is None and os.environ.get(variable):
            value = pulumi.Output.secret(os.environ[variable])
        if value is not None:
            found[name] = value
    return found
