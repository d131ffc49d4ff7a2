//! A killed owner leaves sandboxes behind; its successor removes them, and nobody else's.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use code_remote_runsc::{RunscDriver, Settings};
use domain::{Program, SandboxDriver};

use crate::support::{Home, alone, nothing_is_left, run_source, settings, spec, until_seen};

const DATA: &str = "CODE_REMOTE_TEST_DATA";
const RUNTIME: &str = "CODE_REMOTE_TEST_RUNTIME";

/// Not a test: the owner that is killed, run by the test below in a process of its own.
#[test]
#[ignore = "run by another test"]
fn owner() {
    let (Ok(data), Ok(runtime_dir)) = (std::env::var(DATA), std::env::var(RUNTIME)) else { return };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let chosen = Settings { runtime_dir: runtime_dir.into(), ..settings(data.as_ref()) };
        let driver = RunscDriver::new(chosen, |_| {}).await.expect("a driver");
        let _idle = driver.start().await.expect("a sandbox");
        let mut busy = driver.start_cold().await.expect("a sandbox");
        let endless = spec("import os\nif os.fork(): os.write(1, b'in')\nwhile True: pass");
        let mut process = busy.run(Program(&endless), &endless.limits).await.expect("it runs");
        until_seen(&mut process.stdout, "in").await;
        std::io::stderr().write_all(b"owner is ready\n").expect("standard error");
        std::future::pending::<()>().await;
    });
}

fn spawn_owner(home: &Home) -> std::process::Child {
    let mut owner = Command::new(std::env::current_exe().expect("a path"))
        .args(["--exact", "sweeping::owner", "--ignored", "--nocapture"])
        .env(DATA, home.data.path())
        .env(RUNTIME, home.runtime.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let lines = BufReader::new(owner.stderr.take().expect("piped")).lines();
    let ready = lines.map_while(Result::ok).any(|line| line == "owner is ready");
    assert!(ready, "the owner ended too early");
    owner
}

#[test]
fn a_successor_removes_what_a_killed_owner_left() {
    alone(async |world| {
        let home = Home::new();
        let mut owner = spawn_owner(&home);
        let mut beside = world.driver.start().await.expect("a sandbox");
        owner.kill().expect("it is ours");
        owner.wait().expect("it ended");
        assert!(!home.traces().is_empty(), "a killed owner leaves its busy sandbox");

        let successor = RunscDriver::new(home.settings(), |_| {}).await.expect("a driver");
        let own = successor.start().await.expect("a sandbox");
        let swept = successor.sweep().await.expect("it sweeps");
        assert_eq!(swept.sandboxes, 2, "{swept:?}");
        assert!(swept.processes >= 2, "{swept:?}");
        assert!(own.is_alive() && beside.is_alive(), "living sandboxes are not touched");
        own.destroy().await.expect("it is removed");
        nothing_is_left(&home).await;
        assert_eq!(successor.sweep().await.expect("it sweeps").sandboxes, 0);
        assert_eq!(run_source(&successor, "print(1)").await.out(), "1\n");

        let spec = spec("print(2)");
        let _process = beside.run(Program(&spec), &spec.limits).await.expect("it runs");
        beside.destroy().await.expect("it is removed");
    });
}

#[test]
fn a_successor_with_another_parent_group_finds_them_too() {
    alone(async |_| {
        let home = Home::new();
        let mut owner = spawn_owner(&home);
        owner.kill().expect("it is ours");
        owner.wait().expect("it ended");
        let parent = format!("code-remote-test-{}", std::process::id());
        let elsewhere = Settings { cgroup_parent: Some(parent.clone().into()), ..home.settings() };
        let successor = RunscDriver::new(elsewhere, |_| {}).await.expect("a driver");
        let swept = successor.sweep().await.expect("it sweeps");
        assert!(swept.processes >= 2, "{swept:?}");
        nothing_is_left(&home).await;
        assert_eq!(run_source(&successor, "print(1)").await.out(), "1\n");
        drop(successor);
        for controller in std::fs::read_dir("/sys/fs/cgroup").expect("groups").flatten() {
            let _ = std::fs::remove_dir(controller.path().join(&parent));
        }
    });
}
