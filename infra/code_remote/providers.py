"""What an environment needs of a cloud. `stack` knows these and no cloud."""

import dataclasses
import typing

import pulumi


@dataclasses.dataclass(frozen=True)
class Network:
    """Where everything lies."""

    id: pulumi.Output[str]
    private_subnets: list[pulumi.Output[str]]
    public_subnets: list[pulumi.Output[str]]


@dataclasses.dataclass(frozen=True)
class Queue:
    """A queue and where what it cannot deliver ends."""

    url: pulumi.Output[str]
    arn: pulumi.Output[str]
    dead_letter_url: pulumi.Output[str]
    dead_letter_arn: pulumi.Output[str]


@dataclasses.dataclass(frozen=True)
class Database:
    """A PostgreSQL."""

    endpoint: pulumi.Output[str]
    secret_name: pulumi.Output[str]
    secret_arn: pulumi.Output[str]


@dataclasses.dataclass(frozen=True)
class Identity:
    """Where people sign in."""

    pool_id: pulumi.Output[str]
    client_id: pulumi.Output[str]


@dataclasses.dataclass(frozen=True)
class Secret:
    """A value that only its readers see."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]


@dataclasses.dataclass(frozen=True)
class Cluster:
    """A Kubernetes cluster with nodes for services and nodes for sandboxes."""

    name: pulumi.Output[str]
    security_group: pulumi.Output[str]
    # Who vouches for service accounts.
    issuer: pulumi.Output[str]
    issuer_arn: pulumi.Output[str]
    # Whose rights the autoscaler of its nodes has.
    autoscaler_role: pulumi.Output[str] | None = None


class NetworkProvider(typing.Protocol):
    def create_network(self, name: str) -> Network:
        """A private network with a way out and none in."""


class QueueProvider(typing.Protocol):
    def create_queue(self, name: str) -> Queue:
        """A queue with a dead-letter queue, encrypted."""


class DatabaseProvider(typing.Protocol):
    def create_database(self, name: str, network: Network, reachable_from: pulumi.Output[str]) -> Database:
        """A PostgreSQL that only one security group reaches, encrypted, with its credentials in the secrets manager."""


class IdentityProvider(typing.Protocol):
    def create_identity(self, name: str) -> Identity:
        """A user pool and a client for the web page."""


class RegistryProvider(typing.Protocol):
    def create_registry(self, name: str) -> pulumi.Output[str]:
        """The address of a place for the images of one name, whose tags cannot be overwritten."""


class SecretProvider(typing.Protocol):
    def create_secret(self, name: str, value: pulumi.Output[str] | None) -> Secret:
        """A secret, with its value where there is one."""


class ClusterProvider(typing.Protocol):
    def create_cluster(self, name: str, network: Network) -> Cluster:
        """A cluster that enforces network policies and has nodes with gVisor."""


class CertificateProvider(typing.Protocol):
    def create_certificate(self, name: str, domain: str) -> pulumi.Output[str]:
        """A certificate for a domain."""


class RightsProvider(typing.Protocol):
    def grant(self, name: str, cluster: Cluster, accounts: list[str], rights: dict[tuple[str, ...], list[pulumi.Output[str]]]) -> pulumi.Output[str]:
        """What service accounts (`namespace:name`) may do: actions and the resources they may be done to."""


class Cloud(
    NetworkProvider,
    QueueProvider,
    DatabaseProvider,
    IdentityProvider,
    RegistryProvider,
    SecretProvider,
    ClusterProvider,
    CertificateProvider,
    RightsProvider,
    typing.Protocol,
):
    """All of it."""
