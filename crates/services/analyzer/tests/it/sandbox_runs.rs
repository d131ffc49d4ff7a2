//! Runs over the fake driver, whose programs are words.

use std::sync::Arc;

use code_remote_analyzer::{ProgramRuns, RunError, SandboxRuns};
use domain::testing::FakeDriver;
use domain::{Limits, SandboxError};

fn runs(driver: &FakeDriver, wall_time_ms: u64) -> SandboxRuns {
    SandboxRuns::new(Arc::new(driver.clone()), Limits { wall_time_ms, ..Limits::default() })
}

#[tokio::test]
async fn output_comes_back_and_nothing_stays() {
    let driver = FakeDriver::default();
    let output = runs(&driver, 5_000).run("print hello\nprint 12", "").await;
    assert_eq!(output.as_deref().map(|text| text.contains("hello")), Ok(true));
    assert_eq!(driver.living(), 0);
}

#[tokio::test]
async fn bad_endings_are_no_points() {
    let driver = FakeDriver::default();
    assert_eq!(runs(&driver, 5_000).run("exit 3", "").await, Err(RunError::Failed));
    assert_eq!(runs(&driver, 50).run("hang", "").await, Err(RunError::Failed));
    assert_eq!(driver.living(), 0);
}

#[tokio::test]
async fn no_sandbox_is_said() {
    let driver = FakeDriver::default();
    driver.fail_next_start(SandboxError::NotStarted { reason: "full".to_owned() });
    assert!(matches!(runs(&driver, 5_000).run("print x", "").await, Err(RunError::Unavailable(_))));
}
