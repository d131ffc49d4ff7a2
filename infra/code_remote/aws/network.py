"""A network of private subnets for nodes and database, and public ones for the load balancer and the ways out."""

import ipaddress

import pulumi
import pulumi_aws as aws

from ..providers import Network

WHOLE = ipaddress.ip_network("10.0.0.0/16")
# Sixteen of them; the first three are public, private ones begin at the ninth.
SUBNETS = list(WHOLE.subnets(new_prefix=20))
PRIVATE_FROM = 8
# Zones by their ids, which are the same in every account, in which EKS puts no cluster.
NOT_FOR_CLUSTERS = ["cac1-az3", "use1-az3", "usw1-az2"]


def create_network(self, name):
    size = self.settings.size
    vpc = aws.ec2.Vpc(
        name, cidr_block=str(WHOLE), enable_dns_hostnames=True, enable_dns_support=True, tags=self.tagged(name)
    )
    # What a resource without a group of its own gets: nothing is open.
    aws.ec2.DefaultSecurityGroup(f"{name}-default", vpc_id=vpc.id, ingress=[], egress=[], tags=self.tagged(name))
    flow_log(self, name, vpc)
    zones = zones_for_clusters(size.zones)
    internet = aws.ec2.InternetGateway(f"{name}-internet", vpc_id=vpc.id, tags=self.tagged(name))
    public_routes = aws.ec2.RouteTable(
        f"{name}-public",
        vpc_id=vpc.id,
        routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": internet.id}],
        tags=self.tagged(f"{name}-public"),
    )
    public, private, ways_out = [], [], []
    for index, zone in enumerate(zones):
        public.append(subnet(self, name, vpc, "public", index, zone, {"kubernetes.io/role/elb": "1"}, public_routes))
        if size.gateways_per_zone or index == 0:
            ways_out.append(way_out(self, f"{name}-way-out-{index}", public[index], internet))
        routes = aws.ec2.RouteTable(
            f"{name}-private-{index}",
            vpc_id=vpc.id,
            routes=[{"cidr_block": "0.0.0.0/0", "nat_gateway_id": ways_out[-1].id}],
            tags=self.tagged(f"{name}-private-{index}"),
        )
        private.append(subnet(self, name, vpc, "private", index, zone, {"kubernetes.io/role/internal-elb": "1"}, routes))
    return Network(vpc.id, private, public)


def zones_for_clusters(count):
    """The first zones of the region that take a cluster: none that must be opted into, such as a city's."""
    found = aws.get_availability_zones(
        state="available",
        filters=[{"name": "opt-in-status", "values": ["opt-in-not-required"]}],
        exclude_zone_ids=NOT_FOR_CLUSTERS,
    )
    if len(found.names) < count:
        raise ValueError(f"the region has {len(found.names)} zones that take a cluster, and {count} are needed")
    return found.names[:count]


def subnet(self, name, vpc, kind, index, zone, tags, routes):
    block = SUBNETS[index if kind == "public" else PRIVATE_FROM + index]
    made = aws.ec2.Subnet(
        f"{name}-{kind}-{index}",
        vpc_id=vpc.id,
        cidr_block=str(block),
        availability_zone=zone,
        map_public_ip_on_launch=False,
        tags=self.tagged(f"{name}-{kind}-{index}") | tags,
    )
    routed = aws.ec2.RouteTableAssociation(f"{name}-{kind}-{index}-routes", subnet_id=made.id, route_table_id=routes.id)
    # Whoever uses the subnet waits for its routes: a node without a way out does not get what it installs.
    return routed.subnet_id


def way_out(self, name, public, internet):
    address = aws.ec2.Eip(f"{name}-address", domain="vpc", tags=self.tagged(name))
    # Refused as long as the network has no gateway to the internet.
    attached = pulumi.ResourceOptions(depends_on=[internet])
    return aws.ec2.NatGateway(name, allocation_id=address.id, subnet_id=public, tags=self.tagged(name), opts=attached)


def flow_log(self, name, vpc):
    """Who talked to whom, for when it must be known afterwards."""
    group = aws.cloudwatch.LogGroup(
        f"{name}-flows", name=f"/{name}/flows", retention_in_days=self.settings.size.log_days, tags=self.tagged(name)
    )
    writer = aws.iam.Role(
        f"{name}-flows-role",
        name=f"{name}-flows-role",
        assume_role_policy=pulumi.Output.json_dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        ),
        tags=self.tagged(name),
    )
    allowed = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    aws.iam.RolePolicy(
        f"{name}-flows-policy",
        role=writer.id,
        policy=pulumi.Output.json_dumps(
            {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Action": allowed, "Resource": pulumi.Output.concat(group.arn, ":*")}],
            }
        ),
    )
    aws.ec2.FlowLog(
        f"{name}-flow-log",
        vpc_id=vpc.id,
        traffic_type="ALL",
        log_destination=group.arn,
        iam_role_arn=writer.arn,
        tags=self.tagged(name),
    )
