"""The key that everything at rest is encrypted with."""

import pulumi_aws as aws


def create_key(self):
    name = self.settings.name("code-remote", "key")
    key = aws.kms.Key(
        name,
        description=f"Data of Code Remote at rest, {self.settings.environment}",
        enable_key_rotation=True,
        deletion_window_in_days=30,
        tags=self.tagged(name),
    )
    aws.kms.Alias(f"{name}-alias", name=f"alias/{name}", target_key_id=key.key_id)
    return key
