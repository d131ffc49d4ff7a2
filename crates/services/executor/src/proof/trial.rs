//! Runs one probe in a sandbox of its own.

use std::time::Duration;

use domain::{
    ByteString, ExecutionSpec, ExitEvidence, Imports, Limits, Process, Program, Sandbox, SandboxDriver, SandboxError,
};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::{bait::Bait, probe::Probe};

/// A probe that takes longer than this is not contained.
const PATIENCE: Duration = Duration::from_secs(30);
/// More than any probe prints.
const OUTPUT_BYTES: u64 = 64 << 10;

/// What a probe did, as seen from outside.
pub(super) struct Trial {
    pub(super) stdout: String,
    pub(super) evidence: ExitEvidence,
    pub(super) limits: Limits,
}

impl Trial {
    /// The rest of the line that starts with this word and a colon.
    pub(super) fn line(&self, word: &str) -> Option<&str> {
        self.stdout.lines().find_map(|line| line.strip_prefix(word)?.strip_prefix(':')).map(str::trim)
    }
}

pub(super) async fn run(driver: &dyn SandboxDriver, probe: &Probe, bait: &Bait) -> Result<Trial, SandboxError> {
    let mut sandbox = driver.start().await?;
    let trial = run_in(sandbox.as_mut(), probe, bait).await;
    sandbox.destroy().await?;
    trial
}

async fn run_in(sandbox: &mut dyn Sandbox, probe: &Probe, bait: &Bait) -> Result<Trial, SandboxError> {
    let limits = (probe.limits)(&Limits::default());
    let spec = ExecutionSpec {
        language: "python".into(),
        source: probe.source.into(),
        stdin: ByteString::default(),
        args: vec![bait.port.to_string(), bait.file.display().to_string()],
        files: Vec::new(),
        imports: Imports::Any,
        limits: limits.clone(),
    };
    let Process { stdout, stderr } = sandbox.run(Program(&spec), &limits).await?;
    let (stdout, stderr) = (tokio::spawn(read(stdout)), tokio::spawn(read(stderr)));
    let evidence = match tokio::time::timeout(probe.time.unwrap_or(PATIENCE), sandbox.wait()).await {
        Ok(evidence) => evidence?,
        Err(_) => {
            sandbox.kill().await?;
            sandbox.wait().await?
        }
    };
    let stdout = stdout.await.unwrap_or_default();
    drop(stderr);
    Ok(Trial { stdout, evidence, limits })
}

async fn read(stream: Box<dyn AsyncRead + Send + Unpin>) -> String {
    let mut bytes = Vec::new();
    // What was read before an error is what the probe printed.
    let _ = stream.take(OUTPUT_BYTES).read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}
