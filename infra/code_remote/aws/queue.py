"""SQS with a dead-letter queue."""

import pulumi
import pulumi_aws as aws

from ..providers import Queue

# Twice the longest job. An executor extends it while it holds a job.
VISIBILITY_SECONDS = 60
# Deliveries, not attempts: the store counts those, and gives up after three.
RECEIVES_MAX = 5
DAY = 86_400
DEAD_LETTERS_DAYS = 14
JOBS_DAYS = 4


def create_queue(self, name):
    dead = aws.sqs.Queue(
        f"{name}-dead",
        name=f"{name}-dead",
        message_retention_seconds=DEAD_LETTERS_DAYS * DAY,
        sqs_managed_sse_enabled=True,
        tags=self.tagged(f"{name}-dead"),
    )
    jobs = aws.sqs.Queue(
        name,
        name=name,
        visibility_timeout_seconds=VISIBILITY_SECONDS,
        message_retention_seconds=JOBS_DAYS * DAY,
        receive_wait_time_seconds=20,
        sqs_managed_sse_enabled=True,
        redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": RECEIVES_MAX}),
        tags=self.tagged(name),
    )
    aws.sqs.RedriveAllowPolicy(
        f"{name}-dead-from",
        queue_url=dead.url,
        redrive_allow_policy=pulumi.Output.json_dumps({"redrivePermission": "byQueue", "sourceQueueArns": [jobs.arn]}),
    )
    for each, queue in ((name, jobs), (f"{name}-dead", dead)):
        aws.sqs.QueuePolicy(f"{each}-encrypted-only", queue_url=queue.url, policy=encrypted_only(queue.arn))
    return Queue(jobs.url, jobs.arn, dead.url, dead.arn)


def encrypted_only(arn):
    """Nobody speaks to it without TLS."""
    return pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "sqs:*",
                    "Resource": arn,
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                }
            ],
        }
    )
