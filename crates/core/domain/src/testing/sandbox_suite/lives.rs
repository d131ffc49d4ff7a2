//! A sandbox's life, from its start to its removal.

use std::time::Duration;

use tokio::time::timeout;

use super::{PATIENCE, all, run_in, run_source, spec, until_seen};
use crate::{Exit, Program, SandboxDriver, SandboxError};

pub async fn output_comes_while_the_program_runs(driver: &dyn SandboxDriver) {
    let mut sandbox = driver.start().await.expect("a sandbox");
    let endless = spec("import time\nprint('first')\nwhile True: time.sleep(1)");
    let mut process = sandbox.run(Program(&endless), &endless.limits).await.expect("it runs");
    until_seen(&mut process.stdout, "first\n").await;
    sandbox.destroy().await.expect("it is removed");
}

pub async fn a_killed_program_is_seen_as_killed(driver: &dyn SandboxDriver) {
    let mut sandbox = driver.start().await.expect("a sandbox");
    let endless = spec("import os\nprint('up', flush=True)\nos.fork()\nwhile True: pass");
    let mut process = sandbox.run(Program(&endless), &endless.limits).await.expect("it runs");
    until_seen(&mut process.stdout, "up\n").await;
    sandbox.kill().await.expect("it is killed");
    let evidence = timeout(PATIENCE, sandbox.wait()).await.expect("it ends").expect("its end is seen");
    assert_eq!((evidence.exit, evidence.runtime_died.clone()), (Exit::Killed, None), "{evidence:?}");
    // Nobody is left who could keep them open.
    let rest = async { tokio::join!(all(&mut process.stdout), all(&mut process.stderr)) };
    timeout(PATIENCE, rest).await.expect("both streams end");
    assert!(!sandbox.is_alive());
    sandbox.destroy().await.expect("it is removed");
}

pub async fn waiting_may_be_given_up_and_repeated(driver: &dyn SandboxDriver) {
    let mut sandbox = driver.start().await.expect("a sandbox");
    let slow = spec("import time\ntime.sleep(0.3)\nraise SystemExit(5)");
    let _process = sandbox.run(Program(&slow), &slow.limits).await.expect("it runs");
    for _ in 0..3 {
        let _ = timeout(Duration::from_millis(20), sandbox.wait()).await;
    }
    let first = timeout(PATIENCE, sandbox.wait()).await.expect("it ends").expect("its end is seen");
    assert_eq!(first.exit, Exit::Code(5));
    assert_eq!(sandbox.wait().await.expect("it is known"), first);
    sandbox.destroy().await.expect("it is removed");
}

pub async fn a_sandbox_runs_one_program(driver: &dyn SandboxDriver) {
    let mut sandbox = driver.start().await.expect("a sandbox");
    assert!(sandbox.is_alive());
    let program = spec("print(1)");
    let _process = sandbox.run(Program(&program), &program.limits).await.expect("it runs");
    assert!(!sandbox.is_alive(), "it does not wait for a program any more");
    let again = sandbox.run(Program(&program), &program.limits).await;
    assert!(matches!(again, Err(SandboxError::Died { .. })), "{again:?}");
    sandbox.destroy().await.expect("it is removed");
}

pub async fn an_unused_sandbox_can_be_destroyed(driver: &dyn SandboxDriver) {
    driver.start().await.expect("a sandbox").destroy().await.expect("it is removed");
    driver.start_cold().await.expect("a sandbox").destroy().await.expect("it is removed");
}

pub async fn sandboxes_do_not_disturb_each_other(driver: &dyn SandboxDriver) {
    let (left, right) = tokio::join!(driver.start(), driver.start());
    let (left, right) = (left.expect("a sandbox"), right.expect("a sandbox"));
    let source = "import os, random\nopen('x', 'w').write('x')\nprint(os.listdir('.'), random.random())";
    let program = spec(source);
    let (left, right) = tokio::join!(run_in(left, &program), run_in(right, &program));
    assert_ne!(left.stdout, right.stdout, "chance is different");
    for ran in [left, right] {
        assert!(ran.out().starts_with("['main.py', 'x']") || ran.out().starts_with("['x', 'main.py']"), "{ran:?}");
    }
    assert_eq!(run_source(driver, "import os\nprint(os.listdir('.'))").await.out(), "['main.py']\n");
}

pub async fn the_driver_says_what_isolates(driver: &dyn SandboxDriver) {
    let report = driver.check().await.expect("it is checked");
    assert!(!report.driver.is_empty() && !report.platform.is_empty(), "{report:?}");
}
