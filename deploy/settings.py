#!/usr/bin/env python3
"""Writes what an overlay must know of its stack: `pulumi stack output --json | settings.py --environment prod --commit SHA`.

It fills `outputs.env` and `stack.env` of the overlay and names the images of the commit. None of it is secret: secrets are
referred to by name and read inside the cluster.
"""

import argparse
import json
import pathlib
import re
import sys

# `dev` among the overlays is a cluster of one node with everything inside; in the cloud it is like staging.
OVERLAY = {"dev": "staging", "staging": "staging", "prod": "prod"}
OVERLAYS = pathlib.Path(__file__).resolve().parents[1] / "kubernetes" / "overlays"
DATABASE_URL = (
    "postgres://{{ .username }}:{{ .password | urlquery }}@HOST:5432/code_remote"
    "?sslmode=verify-full&sslrootcert=/run/code-remote/database-authority/ca.pem"
)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--environment", choices=list(OVERLAY), required=True)
    parser.add_argument("--commit", required=True)
    parser.add_argument("--overlays", type=pathlib.Path, default=OVERLAYS)
    arguments = parser.parse_args()
    if not re.fullmatch("[0-9a-f]{40}", arguments.commit):
        sys.exit("--commit: not a whole commit hash")
    write(arguments.overlays / OVERLAY[arguments.environment], json.load(sys.stdin), arguments.environment, arguments.commit)


def write(overlay, stack, environment, commit):
    registry = stack["ecrRepositoryUrl"].split("/")[0]
    sandbox = f"{registry}/{environment}-code-remote-sandbox:{commit}"
    fill(
        overlay / "outputs.env",
        AWS_REGION=stack["region"],
        CODE_REMOTE_COGNITO_CLIENT_ID=stack["cognitoClientId"],
        CODE_REMOTE_COGNITO_REGION=stack["region"],
        CODE_REMOTE_COGNITO_USER_POOL_ID=stack["cognitoUserPoolId"],
        CODE_REMOTE_KUBERNETES_SANDBOX_IMAGE=sandbox,
        CODE_REMOTE_SQS_DEAD_LETTER_URL=stack["deadLetterQueueUrl"],
        CODE_REMOTE_SQS_QUEUE_URL=stack["queueUrl"],
    )
    fill(
        overlay / "stack.env",
        CERTIFICATE_ARN=stack["certificateArn"],
        DATABASE_SECRET=stack["databaseSecretName"],
        DATABASE_URL_TEMPLATE=DATABASE_URL.replace("HOST", stack["rdsEndpoint"].split(":")[0]),
        EXECUTOR_ROLE_ARN=stack["executorRoleArn"],
        GATEWAY_ROLE_ARN=stack["gatewayRoleArn"],
        MODEL_SECRET=stack["modelSecretName"],
    )
    kustomization = overlay / "kustomization.yaml"
    named = f"newName: {registry}/{environment}-code-remote-"
    text = re.sub(r"newName: \S+?/\w+-code-remote-", named, kustomization.read_text())
    kustomization.write_text(re.sub(r'newTag: "[0-9a-f]{40}"', f'newTag: "{commit}"', text))


def fill(path, **values):
    """Every value that the file has, and no other: an output that nobody reads is a mistake."""
    names = {line.split("=", 1)[0] for line in path.read_text().splitlines()}
    if names != set(values):
        sys.exit(f"{path}: {sorted(names ^ set(values))} is in one of the two only")
    path.write_text("".join(f"{name}={value}\n" for name, value in sorted(values.items())))


if __name__ == "__main__":
    main()
