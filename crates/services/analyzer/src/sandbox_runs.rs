//! Measured runs in ordinary sandboxes.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::{ByteString, ExecutionSpec, Exit, Imports, Limits, Program, Sandbox, SandboxDriver, SandboxError};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use crate::{ProgramRuns, RunError};

/// Runs each program in a sandbox of its own, with a job's limits.
pub struct SandboxRuns {
    driver: Arc<dyn SandboxDriver>,
    limits: Limits,
}

impl SandboxRuns {
    /// Over a driver. The limits are those of one run.
    pub fn new(driver: Arc<dyn SandboxDriver>, limits: Limits) -> Self {
        Self { driver, limits }
    }

    async fn within(&self, sandbox: &mut dyn Sandbox, spec: &ExecutionSpec) -> Result<String, RunError> {
        let process = sandbox.run(Program(spec), &self.limits).await.map_err(|error| unavailable(&error))?;
        let (out, _) = tokio::join!(
            read(process.stdout, self.limits.output_bytes),
            read(process.stderr, self.limits.output_bytes)
        );
        let evidence = sandbox.wait().await.map_err(|error| unavailable(&error))?;
        if evidence.exit == Exit::Code(0) { Ok(out) } else { Err(RunError::Failed) }
    }
}

#[async_trait]
impl ProgramRuns for SandboxRuns {
    async fn run(&self, source: &str, stdin: &str) -> Result<String, RunError> {
        let mut sandbox = self.driver.start().await.map_err(|error| unavailable(&error))?;
        let spec = spec(source, stdin, &self.limits);
        let wall = Duration::from_millis(self.limits.wall_time_ms);
        let ended = tokio::time::timeout(wall, self.within(&mut *sandbox, &spec)).await;
        if let Err(error) = sandbox.destroy().await {
            tracing::warn!(error = %error, "sandbox of a measured run was not destroyed");
        }
        ended.unwrap_or(Err(RunError::Failed))
    }
}

fn spec(source: &str, stdin: &str, limits: &Limits) -> ExecutionSpec {
    ExecutionSpec {
        language: "python".to_owned(),
        source: source.to_owned(),
        stdin: ByteString::from(stdin.as_bytes().to_vec()),
        args: Vec::new(),
        files: Vec::new(),
        imports: Imports::Whitelist,
        limits: limits.clone(),
    }
}

fn unavailable(error: &SandboxError) -> RunError {
    RunError::Unavailable(error.to_string())
}

/// The end of a stream that fits a bound; the count is its last line. What is beyond is read and dropped, so that the
/// program does not block.
async fn read(mut stream: Box<dyn AsyncRead + Send + Unpin>, bytes_max: u64) -> String {
    let most = usize::try_from(bytes_max).unwrap_or(usize::MAX);
    let mut kept = Vec::new();
    let mut part = vec![0; 16 << 10];
    while let Ok(count @ 1..) = stream.read(&mut part).await {
        kept.extend_from_slice(&part[..count]);
        if kept.len() > most {
            kept.drain(..kept.len() - most);
        }
    }
    String::from_utf8_lossy(&kept).into_owned()
}
