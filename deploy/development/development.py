#!/usr/bin/env python3
"""PostgreSQL and an emulator of SQS and Cognito for compose and for clusters of one node. Never for production:
the database asks for no password, the emulator believes every caller.

    development postgres            the database, on port 5432
    development aws                 the emulator, on port 4566, with queue and user pool
    development settings --out F    what a gateway must know of the user pool, as NAME=value lines
    development forward             the emulator on loopback, the only place where a gateway believes it without TLS
    development token               an access token of a user made for it
    development check               whether the one that runs here answers
"""

import argparse
import asyncio
import contextlib
import glob
import json
import os
import pathlib
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

DATA = pathlib.Path("/var/lib/code-remote")
NAME = "code-remote"
REGION = os.environ.get("AWS_REGION", "us-east-1")
PREFIX = "dev-code-remote"
# Twice the longest job; the executor extends it while one runs.
VISIBILITY_SECONDS = "60"
RECEIVES_MAX = 5
PASSWORD_POLICY = {"MinimumLength": 8, "RequireUppercase": True, "RequireLowercase": True, "RequireNumbers": True}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("postgres")
    commands.add_parser("aws")
    commands.add_parser("settings").add_argument("--out", type=pathlib.Path, required=True)
    commands.add_parser("forward")
    commands.add_parser("token").add_argument("--user", default="someone@example.com")
    commands.add_parser("check")
    arguments = parser.parse_args()
    known = (postgres, aws, settings, forward, token, check)
    next(command for command in known if command.__name__ == arguments.command)(arguments)


# === PostgreSQL ===


def postgres(_):
    programs = pathlib.Path(sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1])
    cluster = DATA / "postgres"
    if not (cluster / "PG_VERSION").exists():
        # The network decides who reaches it. `trust` for every host, since pods have no names to list.
        initdb = [programs / "initdb", "--username", "code_remote", "--auth", "trust", "--encoding", "UTF8"]
        subprocess.run([*initdb, "--locale", "C.UTF-8", "-D", cluster], check=True)
        with (cluster / "pg_hba.conf").open("a") as file:
            file.write("host all all 0.0.0.0/0 trust\nhost all all ::/0 trust\n")
        create = "CREATE DATABASE code_remote;\n"
        subprocess.run([programs / "postgres", "--single", "-D", cluster, "postgres"], input=create, text=True, check=True)
    options = ["-c", "listen_addresses=*", "-c", "unix_socket_directories=/tmp", "-c", "max_connections=200"]
    # It finds its own files by the name that it was started with.
    os.execv(programs / "postgres", [str(programs / "postgres"), "-D", str(cluster), *options])


# === The emulator ===


def aws(_):
    environment = os.environ | {
        "BIND_HOST": "0.0.0.0",
        "DOCKER_HOST": "unix:///nonexistent",
        "GATEWAY_PORT": "4566",
        "IOT_MTLS_ENABLED": "0",
        "MINISTACK_HOST": os.environ.get("EMULATOR_HOST", "aws"),
        "MINISTACK_REGION": REGION,
        "PERSIST_STATE": "1",
        "SERVICES": "sqs,cognito-idp,secretsmanager,sts",
        "STATE_DIR": str(DATA / "aws"),
    }
    (DATA / "aws").mkdir(exist_ok=True)
    emulator = subprocess.Popen(["/opt/aws/bin/ministack"], env=environment)
    wait_for(lambda: healthy("http://127.0.0.1:4566"), emulator)
    provision("http://127.0.0.1:4566")
    (DATA / "provisioned").touch()
    try:
        sys.exit(emulator.wait())
    except KeyboardInterrupt:
        emulator.terminate()
        sys.exit(emulator.wait())


def provision(endpoint):
    """Queue, dead-letter queue, user pool and app client, each made if it is missing."""
    dead = call(endpoint, "sqs", "CreateQueue", QueueName=f"{PREFIX}-jobs-dead")["QueueUrl"]
    attributes = call(endpoint, "sqs", "GetQueueAttributes", QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]
    redrive = json.dumps({"deadLetterTargetArn": attributes["QueueArn"], "maxReceiveCount": RECEIVES_MAX})
    wanted = {"VisibilityTimeout": VISIBILITY_SECONDS, "RedrivePolicy": redrive, "ReceiveMessageWaitTimeSeconds": "20"}
    call(endpoint, "sqs", "CreateQueue", QueueName=f"{PREFIX}-jobs", Attributes=wanted)
    if pool_of(endpoint) is None:
        pool = call(
            endpoint,
            "cognito-idp",
            "CreateUserPool",
            PoolName=f"{PREFIX}-users",
            UsernameAttributes=["email"],
            AutoVerifiedAttributes=["email"],
            Policies={"PasswordPolicy": PASSWORD_POLICY | {"RequireSymbols": False}},
        )["UserPool"]["Id"]
        flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        call(
            endpoint,
            "cognito-idp",
            "CreateUserPoolClient",
            UserPoolId=pool,
            ClientName=f"{PREFIX}-client",
            ExplicitAuthFlows=flows,
            PreventUserExistenceErrors="ENABLED",
        )


def pool_of(endpoint):
    """The user pool and its client, if they were made."""
    pools = call(endpoint, "cognito-idp", "ListUserPools", MaxResults=60)["UserPools"]
    mine = [pool["Id"] for pool in pools if pool["Name"] == f"{PREFIX}-users"]
    if not mine:
        return None
    clients = call(endpoint, "cognito-idp", "ListUserPoolClients", UserPoolId=mine[0], MaxResults=60)["UserPoolClients"]
    return (mine[0], clients[0]["ClientId"]) if clients else None


# === For others ===


def settings(arguments):
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    wait_for(lambda: healthy(endpoint) and pool_of(endpoint))
    pool, client = pool_of(endpoint)
    lines = {
        "CODE_REMOTE_COGNITO_REGION": REGION,
        "CODE_REMOTE_COGNITO_USER_POOL_ID": pool,
        "CODE_REMOTE_COGNITO_CLIENT_ID": client,
        # Where browsers find it as published, and the gateway as forwarded.
        "CODE_REMOTE_COGNITO_ENDPOINT": "http://127.0.0.1:4566",
    }
    arguments.out.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))


def forward(_):
    """Passes on what comes to loopback, byte for byte."""
    host = urllib.parse.urlsplit(os.environ["AWS_ENDPOINT_URL"]).hostname

    async def pass_on(reader, writer):
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def connect(reader, writer):
        try:
            there = await asyncio.open_connection(host, 4566)
        except OSError:
            writer.close()
            return
        await asyncio.gather(pass_on(reader, there[1]), pass_on(there[0], writer))

    async def serve():
        async with await asyncio.start_server(connect, "127.0.0.1", 4566) as server:
            await server.serve_forever()

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve())


def token(arguments):
    """Signs a user in whose password nobody needs to know."""
    # Beside the emulator it needs no way out, which a network policy may not leave it.
    own = "http://127.0.0.1:4566"
    endpoint = own if (DATA / "provisioned").exists() else os.environ.get("AWS_ENDPOINT_URL", own)
    pool, client = pool_of(endpoint)
    password = f"Aa1{secrets.token_urlsafe(24)}"
    user = {"UserPoolId": pool, "Username": arguments.user}
    try:
        email = [{"Name": "email", "Value": arguments.user}, {"Name": "email_verified", "Value": "true"}]
        call(endpoint, "cognito-idp", "AdminCreateUser", **user, UserAttributes=email, MessageAction="SUPPRESS")
    except urllib.error.HTTPError as error:
        if b"UsernameExistsException" not in error.read():
            raise
    call(endpoint, "cognito-idp", "AdminSetUserPassword", **user, Password=password, Permanent=True)
    parameters = {"USERNAME": arguments.user, "PASSWORD": password}
    signed_in = call(
        endpoint, "cognito-idp", "InitiateAuth", ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters
    )
    print(signed_in["AuthenticationResult"]["AccessToken"])


def check(_):
    ready = DATA / "provisioned"
    up = (ready.exists() and healthy("http://127.0.0.1:4566")) if (DATA / "aws").exists() else accepts("127.0.0.1", 5432)
    sys.exit(0 if up else 1)


# === The wire ===


def call(endpoint, service, operation, **parameters):
    """One operation of a JSON protocol. The emulator checks no signature, but looks into it for the service."""
    target = {"sqs": "AmazonSQS", "cognito-idp": "AWSCognitoIdentityProviderService"}[service]
    scope = f"emulator/20260101/{REGION}/{service}/aws4_request"
    headers = {
        "authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
        "content-type": "application/x-amz-json-1.1" if service == "cognito-idp" else "application/x-amz-json-1.0",
        "x-amz-target": f"{target}.{operation}",
    }
    request = urllib.request.Request(endpoint, json.dumps(parameters).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read() or b"{}")


def healthy(endpoint):
    try:
        with urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def accepts(host, port):
    try:
        socket.create_connection((host, port), timeout=2).close()
    except OSError:
        return False
    return True


def wait_for(condition, process=None, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end or (process and process.poll() is not None):
            sys.exit("the emulator does not come up")
        time.sleep(0.2)


if __name__ == "__main__":
    main()
