//! What backs the pods of a [`super::Cluster`].

use async_trait::async_trait;
use tokio::io::DuplexStream;

/// The descriptors of a program in a container, from the cluster's side.
#[derive(Debug)]
pub struct Streams {
    /// What the program reads.
    pub stdin: DuplexStream,
    /// Where it prints.
    pub stdout: DuplexStream,
    /// And its errors.
    pub stderr: DuplexStream,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exited {
    /// With this code.
    Code(i32),
    /// With its whole container, which took too much memory.
    OutOfMemory,
}

/// Starts containers.
#[async_trait]
pub trait Node: Send + Sync {
    /// Starts the container of a pod with this command.
    async fn start(&self, command: Vec<String>) -> Result<Box<dyn Container>, String>;
}

/// One pod's container.
#[async_trait]
pub trait Container: Send + Sync {
    /// Runs a command in it and answers how that ended.
    async fn exec(&self, command: Vec<String>, streams: Streams) -> Result<Exited, String>;

    /// Kills everything in it.
    async fn stop(&self);
}
