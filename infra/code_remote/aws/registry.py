"""A repository of images whose tags are written once."""

import json

import pulumi_aws as aws

KEPT = 100


def create_registry(self, name):
    repository = aws.ecr.Repository(
        name,
        name=name,
        image_tag_mutability="IMMUTABLE",
        image_scanning_configuration={"scan_on_push": True},
        encryption_configurations=[{"encryption_type": "KMS", "kms_key": self.key.arn}],
        force_delete=not self.settings.size.protected,
        tags=self.tagged(name),
    )
    last = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": KEPT}
    rules = [{"rulePriority": 1, "description": f"The last {KEPT}", "selection": last, "action": {"type": "expire"}}]
    aws.ecr.LifecyclePolicy(f"{name}-kept", repository=repository.name, policy=json.dumps({"rules": rules}))
    return repository.repository_url
