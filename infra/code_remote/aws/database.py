"""PostgreSQL by RDS: in private subnets, encrypted, reached from the cluster's nodes only and by TLS only."""

import pulumi
import pulumi_aws as aws
import pulumi_random as random

from ..providers import Database

RELEASE = "17"
PORT = 5432
USER = "code_remote"
NAME = "code_remote"


def create_database(self, name, network, reachable_from):
    size = self.settings.size
    password = random.RandomPassword(f"{name}-password", length=40, special=False)
    subnets = aws.rds.SubnetGroup(f"{name}-subnets", name=name, subnet_ids=network.private_subnets, tags=self.tagged(name))
    parameters = aws.rds.ParameterGroup(
        f"{name}-parameters",
        name=name,
        family=f"postgres{RELEASE}",
        parameters=[{"name": "rds.force_ssl", "value": "1"}],
        tags=self.tagged(name),
    )
    database = aws.rds.Instance(
        name,
        identifier=name,
        engine="postgres",
        engine_version=RELEASE,
        instance_class=size.database_class,
        allocated_storage=size.database_gib,
        max_allocated_storage=size.database_gib * 5,
        storage_type="gp3",
        storage_encrypted=True,
        kms_key_id=self.key.arn,
        db_name=NAME,
        username=USER,
        password=password.result,
        db_subnet_group_name=subnets.name,
        parameter_group_name=parameters.name,
        vpc_security_group_ids=[security_group(self, name, network, reachable_from).id],
        publicly_accessible=False,
        multi_az=size.database_standby,
        backup_retention_period=size.backup_days,
        copy_tags_to_snapshot=True,
        delete_automated_backups=not size.protected,
        deletion_protection=size.protected,
        skip_final_snapshot=not size.protected,
        final_snapshot_identifier=f"{name}-last" if size.protected else None,
        auto_minor_version_upgrade=True,
        performance_insights_enabled=True,
        performance_insights_kms_key_id=self.key.arn,
        enabled_cloudwatch_logs_exports=["postgresql", "upgrade"],
        tags=self.tagged(name),
    )
    credentials = pulumi.Output.json_dumps({"username": USER, "password": password.result})
    secret = self.create_secret(self.settings.name("database", "credentials"), pulumi.Output.secret(credentials))
    return Database(database.endpoint, secret.name, secret.arn)


def security_group(self, name, network, reachable_from):
    rule = {
        "description": "PostgreSQL from the cluster's nodes",
        "protocol": "tcp",
        "from_port": PORT,
        "to_port": PORT,
        "security_groups": [reachable_from],
    }
    return aws.ec2.SecurityGroup(
        f"{name}-access",
        name=f"{name}-access",
        description="Who reaches the database",
        vpc_id=network.id,
        ingress=[rule],
        egress=[],
        tags=self.tagged(f"{name}-access"),
    )
