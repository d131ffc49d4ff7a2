"""Secrets Manager."""

import pulumi_aws as aws

from ..providers import Secret


def create_secret(self, name, value):
    secret = aws.secretsmanager.Secret(
        name,
        name=name,
        kms_key_id=self.key.arn,
        recovery_window_in_days=30 if self.settings.size.protected else 0,
        tags=self.tagged(name),
    )
    if value is not None:
        aws.secretsmanager.SecretVersion(f"{name}-value", secret_id=secret.id, secret_string=value)
    return Secret(secret.name, secret.arn)
