"""Roles for service accounts: a pod gets the role of its account, and no node lends its own."""

import pulumi
import pulumi_aws as aws


def grant(self, name, cluster, accounts, rights):
    role = aws.iam.Role(name, name=name, assume_role_policy=trust(cluster, accounts), tags=self.tagged(name))
    statements = [
        {"Effect": "Allow", "Action": list(actions), "Resource": resources} for actions, resources in rights.items()
    ]
    # Secrets are encrypted with our key: who may read one may decrypt with it, through the secrets manager only.
    if any(action.startswith("secretsmanager:") for actions in rights for action in actions):
        through = {"StringEquals": {"kms:ViaService": f"secretsmanager.{self.settings.region}.amazonaws.com"}}
        statements.append({"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": [self.key.arn], "Condition": through})
    policy = pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": statements})
    aws.iam.RolePolicy(f"{name}-policy", role=role.id, policy=policy)
    return role.arn


def trust(cluster, accounts):
    """Only these accounts of this cluster."""
    issuer = cluster.issuer.apply(lambda url: url.removeprefix("https://"))
    subjects = [f"system:serviceaccount:{account}" for account in accounts]
    conditions = issuer.apply(lambda host: {f"{host}:aud": "sts.amazonaws.com", f"{host}:sub": subjects})
    return pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Federated": cluster.issuer_arn},
                    "Action": "sts:AssumeRoleWithWebIdentity",
                    "Condition": {"StringEquals": conditions},
                }
            ],
        }
    )
