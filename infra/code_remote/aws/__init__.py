"""Amazon's cloud."""

from ..config import Settings
from .certificate import create_certificate
from .cluster import create_cluster
from .database import create_database
from .identity import create_identity
from .network import create_network
from .queue import create_queue
from .registry import create_registry
from .rights import grant
from .secret import create_secret
from .key import create_key


class Aws:
    """`providers.Cloud` by Amazon; one file for each thing."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.tags = {"Environment": settings.environment, "Project": "code-remote", "ManagedBy": "pulumi"}
        self.key = create_key(self)

    create_certificate = create_certificate
    create_cluster = create_cluster
    create_database = create_database
    create_identity = create_identity
    create_network = create_network
    create_queue = create_queue
    create_registry = create_registry
    create_secret = create_secret
    grant = grant

    def tagged(self, name):
        return self.tags | {"Name": name}
