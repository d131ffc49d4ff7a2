"""EKS: nodes for services, and nodes with gVisor for sandboxes, which nothing else is put on."""

import dataclasses
import json

import pulumi
import pulumi_aws as aws

from ..providers import Cluster
from .nodes import create_nodes
from .rights import trust

# None of these can be restricted to a resource.
LOOK = [
    "autoscaling:DescribeAutoScalingGroups",
    "autoscaling:DescribeAutoScalingInstances",
    "autoscaling:DescribeLaunchConfigurations",
    "autoscaling:DescribeScalingActivities",
    "ec2:DescribeImages",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeLaunchTemplateVersions",
    "eks:DescribeNodegroup",
]
LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"]


def create_cluster(self, name, network):
    role, rights = service_role(self, f"{name}-role", "eks.amazonaws.com", ["AmazonEKSClusterPolicy"])
    logs = aws.cloudwatch.LogGroup(
        f"{name}-logs",
        name=f"/aws/eks/{name}/cluster",
        retention_in_days=self.settings.size.log_days,
        tags=self.tagged(name),
    )
    outside = self.settings.api_access_cidrs
    cluster = aws.eks.Cluster(
        name,
        name=name,
        version=self.settings.kubernetes_version,
        role_arn=role.arn,
        # Whoever happens to create it is nobody in it: the administrators are named, and made below.
        access_config={"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": False},
        enabled_cluster_log_types=LOGS,
        encryption_config={"provider": {"key_arn": self.key.arn}, "resources": ["secrets"]},
        vpc_config={
            "subnet_ids": network.private_subnets,
            "endpoint_private_access": True,
            "endpoint_public_access": bool(outside),
            "public_access_cidrs": list(outside) or None,
        },
        tags=self.tagged(name),
        # Without its rights it cannot be made, nor removed; without the group EKS makes one that keeps logs for ever.
        opts=pulumi.ResourceOptions(depends_on=[*rights, logs]),
    )
    administer(self, name, cluster)
    issuer = cluster.identities[0].oidcs[0].issuer
    provider = aws.iam.OpenIdConnectProvider(
        f"{name}-issuer", url=issuer, client_id_lists=["sts.amazonaws.com"], tags=self.tagged(name)
    )
    node_role, node_rights = service_role(
        self,
        f"{name}-node-role",
        "ec2.amazonaws.com",
        ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryPullOnly"],
    )
    first = [*create_addons(self, name, cluster), *node_rights]
    sizes = self.settings.size
    create_nodes(self, self.settings.name("services", "nodes"), cluster, node_role, network, sizes.services, False, first)
    create_nodes(self, self.settings.name("sandboxes", "nodes"), cluster, node_role, network, sizes.sandboxes, True, first)
    made = Cluster(cluster.name, cluster.vpc_config.cluster_security_group_id, issuer, provider.arn)
    return dataclasses.replace(made, autoscaler_role=grow_and_shrink(self, made))


def administer(self, name, cluster):
    """Who may do everything in the cluster: the pipeline's role, and people's."""
    for index, principal in enumerate(self.settings.cluster_admins):
        entry = aws.eks.AccessEntry(
            f"{name}-admin-{index}", cluster_name=cluster.name, principal_arn=principal, tags=self.tagged(name)
        )
        aws.eks.AccessPolicyAssociation(
            f"{name}-admin-{index}-rights",
            cluster_name=cluster.name,
            principal_arn=entry.principal_arn,
            policy_arn="arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            access_scope={"type": "cluster"},
        )


def grow_and_shrink(self, cluster):
    """What the cluster's autoscaler may do: look at everything, and change the groups of this cluster only. (EKS gives the groups
    of its nodes the tags by which it finds them.)"""
    mine = {"StringEquals": {"aws:ResourceTag/eks:cluster-name": cluster.name}}
    change = ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]
    role = self.settings.name("autoscaler", "role")
    made = aws.iam.Role(
        role,
        name=role,
        assume_role_policy=trust(cluster, ["kube-system:cluster-autoscaler"]),
        tags=self.tagged(role),
    )
    aws.iam.RolePolicy(
        f"{role}-policy",
        role=made.id,
        policy=pulumi.Output.json_dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Action": LOOK, "Resource": "*"},
                    {"Effect": "Allow", "Action": change, "Resource": "*", "Condition": mine},
                ],
            }
        ),
    )
    return made.arn


def create_addons(self, name, cluster):
    """The network enforces policies: without that no executor becomes ready."""
    before_nodes = [
        ("vpc-cni", {"enableNetworkPolicy": "true"}),
        ("kube-proxy", {}),
    ]
    for addon in ("coredns", "metrics-server"):
        aws.eks.Addon(f"{name}-{addon}", cluster_name=cluster.name, addon_name=addon, tags=self.tagged(name))
    return [
        aws.eks.Addon(
            f"{name}-{addon}",
            cluster_name=cluster.name,
            addon_name=addon,
            configuration_values=json.dumps(values) if values else None,
            tags=self.tagged(name),
        )
        for addon, values in before_nodes
    ]


def service_role(self, name, service, policies):
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}],
    }
    role = aws.iam.Role(name, name=name, assume_role_policy=json.dumps(trust), tags=self.tagged(name))
    rights = [
        aws.iam.RolePolicyAttachment(f"{name}-{policy}", role=role.name, policy_arn=f"arn:aws:iam::aws:policy/{policy}")
        for policy in policies
    ]
    return role, rights
