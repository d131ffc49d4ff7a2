"""What an environment consists of, on any cloud."""

from .config import Settings
from .providers import Cloud

# What each service may do, to which of the things made below. Nothing may do anything to everything.
# Every gateway and executor relays what the database holds for the queue, and ends jobs that the queue gave up.
SEND = ["sqs:GetQueueAttributes", "sqs:SendMessage"]
RECEIVE = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
READ_LETTERS = ["sqs:DeleteMessage", "sqs:ReceiveMessage"]
READ_SECRET = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
IMAGES = ("gateway", "executor", "sandbox")


def build(settings: Settings, cloud: Cloud):
    """Makes everything and gives the outputs: the stack's interface to manifests and pipeline."""
    name = settings.name
    network = cloud.create_network(name("network", "vpc"))
    cluster = cloud.create_cluster(name("code-remote", "cluster"), network)
    queue = cloud.create_queue(name("code-remote", "jobs"))
    database = cloud.create_database(name("database", "postgres"), network, cluster.security_group)
    identity = cloud.create_identity(name("code-remote", "users"))
    model = cloud.create_secret(name("analyzer", "model-key"), settings.secrets.get("geminiApiKey"))
    if "cognitoClientSecret" in settings.secrets:
        cloud.create_secret(name("gateway", "client-secret"), settings.secrets["cognitoClientSecret"])
    registries = {image: cloud.create_registry(name("code-remote", image)) for image in IMAGES}
    certificate = cloud.create_certificate(name("gateway", "certificate"), settings.domain)

    gateway = cloud.grant(
        name("gateway", "role"),
        cluster,
        ["code-remote:gateway"],
        {actions(SEND): [queue.arn], actions(READ_LETTERS): [queue.dead_letter_arn]},
    )
    executor = cloud.grant(
        name("executor", "role"),
        cluster,
        # Over pods, or on the sandbox nodes themselves.
        ["code-remote:executor", "code-remote-nodes:executor"],
        {actions(RECEIVE + SEND): [queue.arn], actions(READ_LETTERS): [queue.dead_letter_arn]},
    )
    secrets_reader = cloud.grant(
        name("secrets", "role"),
        cluster,
        ["external-secrets:external-secrets"],
        {actions(READ_SECRET): [database.secret_arn, model.arn]},
    )
    return {
        "apiEndpoint": f"https://{settings.domain}",
        "autoscalerRoleArn": cluster.autoscaler_role,
        "certificateArn": certificate,
        "cognitoClientId": identity.client_id,
        "cognitoUserPoolId": identity.pool_id,
        "databaseSecretName": database.secret_name,
        "deadLetterQueueUrl": queue.dead_letter_url,
        "ecrRepositoryUrl": registries["gateway"],
        "eksClusterName": cluster.name,
        "executorRoleArn": executor,
        "gatewayRoleArn": gateway,
        "modelSecretName": model.name,
        "queueUrl": queue.url,
        "rdsEndpoint": database.endpoint,
        "region": settings.region,
        "secretsRoleArn": secrets_reader,
    }


def actions(names):
    return tuple(sorted(set(names)))
