"""Groups of nodes. Those for sandboxes install gVisor before they join."""

import base64
import pathlib

import pulumi
import pulumi_aws as aws

BOOTSTRAP = pathlib.Path(__file__).with_name("gvisor.sh")
# Root file systems and images of sandboxes are small; logs and images of services are not.
DISK_GIB = 50
LABEL = {"workload": "executor"}
# containerd's handlers: `runsc`, under which the RuntimeClass `gvisor` finds gVisor, and for executors on the nodes themselves
# `runc-cgroups`, whose containers may make groups within their own.
NODE_CONFIG = """\
apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  containerd:
    config: |
      [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runsc]
      runtime_type = "io.containerd.runsc.v1"
      [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runsc.options]
      TypeUrl = "io.containerd.runsc.v1.options"
      ConfigPath = "/etc/containerd/runsc.toml"
      [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc-cgroups]
      runtime_type = "io.containerd.runc.v2"
      cgroup_writable = true
      [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc-cgroups.options]
      SystemdCgroup = true
"""


def create_nodes(self, name, cluster, role, network, nodes, sandboxes, first):
    template = aws.ec2.LaunchTemplate(
        f"{name}-template",
        name=name,
        update_default_version=True,
        # The second version of the metadata service only, and no pod reaches it: it hands out the node's credentials.
        metadata_options={"http_endpoint": "enabled", "http_tokens": "required", "http_put_response_hop_limit": 1},
        block_device_mappings=[
            {
                "device_name": "/dev/xvda",
                "ebs": {"volume_size": DISK_GIB, "volume_type": "gp3", "encrypted": "true", "delete_on_termination": "true"},
            }
        ],
        user_data=bootstrap(self.settings) if sandboxes else None,
        tag_specifications=[{"resource_type": kind, "tags": self.tagged(name)} for kind in ("instance", "volume")],
        tags=self.tagged(name),
    )
    return aws.eks.NodeGroup(
        name,
        node_group_name=name,
        cluster_name=cluster.name,
        node_role_arn=role.arn,
        subnet_ids=network.private_subnets,
        ami_type="AL2023_x86_64_STANDARD",
        instance_types=[nodes.instance_type],
        capacity_type="SPOT" if nodes.spot else "ON_DEMAND",
        scaling_config={"min_size": nodes.smallest, "max_size": nodes.largest, "desired_size": max(nodes.smallest, 1)},
        update_config={"max_unavailable": 1},
        launch_template={"id": template.id, "version": template.latest_version.apply(str)},
        labels=LABEL if sandboxes else {"workload": "services"},
        taints=[{"key": "workload", "value": "executor", "effect": "NO_SCHEDULE"}] if sandboxes else None,
        tags=self.tagged(name),
        # The autoscaler's number is not undone by the next deployment.
        opts=pulumi.ResourceOptions(depends_on=first, ignore_changes=["scalingConfig.desiredSize"]),
    )


def bootstrap(settings):
    """What a node does before it joins: a script and its configuration, as cloud-init takes several things."""
    pinned = "\n".join(f"{checksum}  {program}" for program, checksum in sorted(settings.gvisor_sha512.items()))
    script = BOOTSTRAP.read_text().replace("@RELEASE@", settings.gvisor_release).replace("@PINNED@", pinned)
    parts = [("text/x-shellscript", script), ("application/node.eks.aws", NODE_CONFIG)]
    text = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="//"\n\n'
    text += "".join(f"--//\nContent-Type: {kind}; charset=us-ascii\n\n{content}\n" for kind, content in parts)
    return base64.b64encode(f"{text}--//--\n".encode()).decode()
