//! Runs that do not run.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use code_remote_analyzer::{ProgramRuns, RunError};
use domain::Origin;

/// Runs that only count as a function of the input's first number.
pub(crate) struct Counted {
    steps: fn(u64) -> u64,
    origins: Mutex<Vec<Origin>>,
}

impl Counted {
    pub(crate) fn new(steps: fn(u64) -> u64) -> Arc<Self> {
        Arc::new(Self { steps, origins: Mutex::default() })
    }

    /// How many there were.
    pub(crate) fn count(&self) -> usize {
        self.origins().len()
    }

    /// Who had them made.
    pub(crate) fn origins(&self) -> Vec<Origin> {
        self.origins.lock().expect("no test panics here").clone()
    }
}

#[async_trait]
impl ProgramRuns for Counted {
    async fn run(&self, source: &str, stdin: &str, origin: &Origin) -> Result<String, RunError> {
        self.origins.lock().expect("no test panics here").push(origin.clone());
        let size = stdin.split_whitespace().next().and_then(|word| word.parse().ok()).ok_or(RunError::Failed)?;
        let mark = mark_of(source).ok_or(RunError::Failed)?;
        let steps = (self.steps)(size);
        Ok(format!("hello\n{mark} {steps} {}\n", size + 3))
    }
}

/// The word by which a program's counting goes.
pub(crate) fn mark_of(source: &str) -> Option<&str> {
    source.split_once("n = [0]")?.0.lines().next_back()
}

/// Runs that never come back, or never can be had.
pub(crate) struct Broken(pub(crate) Option<RunError>);

#[async_trait]
impl ProgramRuns for Broken {
    async fn run(&self, _: &str, _: &str, _: &Origin) -> Result<String, RunError> {
        match &self.0 {
            Some(error) => Err(error.clone()),
            None => std::future::pending().await,
        }
    }
}
