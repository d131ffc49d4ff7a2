"""`pulumi up --stack dev|staging|prod`."""

import pulumi

from code_remote import config, stack
from code_remote.aws import Aws

for name, value in stack.build(settings := config.read(), Aws(settings)).items():
    pulumi.export(name, value)
