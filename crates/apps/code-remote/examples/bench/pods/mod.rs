//! What the driver over pods costs beside its cluster: a scripted API server on loopback, whose programs take no time.

pub(crate) mod burst;
pub(crate) mod driver;
mod node;
mod unproven;

use std::time::Duration;

use domain::{ByteString, ExecutionSpec, Imports, Limits};
use kubernetes::{KubernetesDriver, Settings, Targets, testing::Cluster};

use crate::bare::PROGRAM;

/// A driver whose pods may run a program when they are this old.
fn connect(cluster: &Cluster, settle: Duration) -> anyhow::Result<KubernetesDriver> {
    let settings = Settings { settle, targets: Targets::default(), ..Settings::new("bench", "bench") };
    Ok(KubernetesDriver::at(settings, &cluster.url())?)
}

/// What each of them runs.
fn spec() -> ExecutionSpec {
    ExecutionSpec {
        language: "python".into(),
        source: PROGRAM.into(),
        stdin: ByteString::default(),
        args: Vec::new(),
        files: Vec::new(),
        imports: Imports::Whitelist,
        limits: Limits::default(),
    }
}
