//! Start, kill, drop, destroy: nothing is left, whatever the order.

use std::{process::Command, time::Duration};

use code_remote_runsc::{RunscDriver, Settings, StartMode};
use domain::{ByteString, ExecutionSpec, Exit, Program, SandboxDriver, SandboxError, StartKind};
use tokio::time::timeout;

use crate::support::{
    Home, PATIENCE, all, alone, eventually, nothing_is_left, run_in, run_source, spec, takes_checkpoints, until_seen,
    with_driver, zombies,
};

#[test]
fn nothing_is_left_of_a_finished_a_killed_and_an_unused_sandbox() {
    alone(async |world| {
        let driver = &world.driver;
        run_source(driver, "import os\nfor _ in range(5): os.fork()\nprint(1)").await;
        let mut killed = driver.start().await.expect("a sandbox");
        let endless = spec("import os, time\nos.fork()\ntime.sleep(1000)");
        let _process = killed.run(Program(&endless), &endless.limits).await.expect("it runs");
        killed.kill().await.expect("it is killed");
        killed.destroy().await.expect("it is removed");
        driver.start().await.expect("a sandbox").destroy().await.expect("it is removed");
        driver.start_cold().await.expect("a sandbox").destroy().await.expect("it is removed");
        assert_eq!((world.home.traces(), zombies()), (Vec::new(), Vec::new()));
    });
}

#[test]
fn a_dropped_sandbox_is_removed_later() {
    alone(async |world| {
        let mut sandbox = world.driver.start().await.expect("a sandbox");
        let endless = spec("while True: pass");
        let process = sandbox.run(Program(&endless), &endless.limits).await.expect("it runs");
        drop((sandbox, process));
        nothing_is_left(&world.home).await;
    });
}

#[test]
fn a_start_that_is_given_up_leaves_nothing() {
    alone(async |world| {
        for delay in [0, 5, 20, 60] {
            let start = timeout(Duration::from_millis(delay), world.driver.start());
            drop(start.await);
        }
        // The births go on in the background, so let one that is waited for come after them.
        run_source(&world.driver, "print(1)").await;
        nothing_is_left(&world.home).await;
    });
}

#[test]
fn descriptors_do_not_pile_up() {
    alone(async |world| {
        let count = || std::fs::read_dir("/proc/self/fd").expect("descriptors").count();
        run_source(&world.driver, "print(1)").await;
        let before = count();
        for _ in 0..5 {
            run_source(&world.driver, "print(1)").await;
        }
        assert_eq!(count(), before);
    });
}

#[test]
fn restored_and_cold_sandboxes_do_the_same() {
    with_driver(async |driver| {
        let source =
            "import sys, os\nprint(sys.argv, os.getcwd(), os.getuid(), sorted(os.environ), sorted(sys.modules))";
        let restored = driver.start().await.expect("a sandbox");
        let cold = driver.start_cold().await.expect("a sandbox");
        let (word, best) =
            if takes_checkpoints() { ("restore", StartKind::Restored) } else { ("cold", StartKind::Cold) };
        assert_eq!(driver.check().await.expect("it isolates").start, word);
        assert_eq!((restored.start_kind(), cold.start_kind()), (best, StartKind::Cold));
        let (restored, cold) = (run_in(restored, &spec(source)).await, run_in(cold, &spec(source)).await);
        assert_eq!(restored.out(), cold.out());
        assert_eq!(restored.evidence.exit, cold.evidence.exit);
    });
}

#[test]
fn a_kill_in_the_middle_is_known_as_one() {
    with_driver(async |driver| {
        let mut sandbox = driver.start().await.expect("a sandbox");
        assert!(sandbox.is_alive());
        let endless = spec("print('in', flush=True)\nwhile True: pass");
        let mut process = sandbox.run(Program(&endless), &endless.limits).await.expect("it runs");
        until_seen(&mut process.stdout, "in").await;
        assert!(timeout(Duration::from_millis(20), sandbox.wait()).await.is_err(), "it goes on");
        sandbox.kill().await.expect("it is killed");
        let evidence = sandbox.wait().await.expect("it ended");
        assert_eq!((evidence.exit, evidence.out_of_memory, &evidence.runtime_died), (Exit::Killed, false, &None));
        assert_eq!(sandbox.wait().await.expect("the same again"), evidence);
        assert_eq!(Some(sandbox.cpu_us()), evidence.usage.cpu_us);
        sandbox.destroy().await.expect("it is removed");
    });
}

#[test]
fn a_stopped_program_can_be_killed() {
    with_driver(async |driver| {
        let mut sandbox = driver.start().await.expect("a sandbox");
        let stops =
            spec("import os, signal\nprint('in', flush=True)\nos.kill(os.getpid(), signal.SIGSTOP)\nprint('on')");
        let mut process = sandbox.run(Program(&stops), &stops.limits).await.expect("it runs");
        until_seen(&mut process.stdout, "in").await;
        timeout(PATIENCE, sandbox.kill()).await.expect("in time").expect("it is killed");
        assert_eq!(sandbox.wait().await.expect("it ended").exit, Exit::Killed);
        sandbox.destroy().await.expect("it is removed");
    });
}

#[test]
fn output_may_end_before_the_program() {
    with_driver(async |driver| {
        let mut sandbox = driver.start().await.expect("a sandbox");
        let spec =
            spec("import os, time\nprint(1, flush=True)\nos.close(1); os.close(2)\ntime.sleep(0.3)\nos._exit(5)");
        let mut process = sandbox.run(Program(&spec), &spec.limits).await.expect("it runs");
        assert_eq!(all(&mut process.stdout).await, b"1\n");
        assert!(timeout(Duration::from_millis(50), sandbox.wait()).await.is_err(), "it still runs");
        assert_eq!(sandbox.wait().await.expect("it ended").exit, Exit::Code(5));
        sandbox.destroy().await.expect("it is removed");
    });
}

#[test]
fn a_huge_stdin_that_nobody_reads_holds_nothing_up() {
    with_driver(async |driver| {
        let huge = ExecutionSpec { stdin: ByteString(vec![b'x'; 50 << 20]), ..spec("print('did not read')") };
        let ran = run_in(driver.start().await.expect("a sandbox"), &huge).await;
        assert_eq!((ran.out(), ran.evidence.exit), ("did not read\n", Exit::Code(0)));
    });
}

#[test]
fn a_sandbox_takes_one_program_only() {
    with_driver(async |driver| {
        let mut sandbox = driver.start().await.expect("a sandbox");
        let spec = spec("print(1)");
        let _process = sandbox.run(Program(&spec), &spec.limits).await.expect("it runs");
        assert!(!sandbox.is_alive());
        let again = sandbox.run(Program(&spec), &spec.limits).await;
        assert!(matches!(again, Err(SandboxError::Died { .. })), "{again:?}");
        sandbox.destroy().await.expect("it is removed");
    });
}

#[test]
fn one_that_dies_in_the_pool_is_seen_as_dead() {
    alone(async |world| {
        let mut sandbox = world.driver.start().await.expect("a sandbox");
        let place = world.home.runtime.path().to_string_lossy().into_owned();
        for (pid, _, _) in crate::support::processes().into_iter().filter(|(_, _, command)| command.contains(&place)) {
            nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), nix::sys::signal::Signal::SIGKILL).expect("ours");
        }
        eventually("it is dead", || !sandbox.is_alive()).await;
        let evidence = sandbox.wait().await.expect("it ended");
        assert!(evidence.runtime_died.is_some(), "{evidence:?}");
        let spec = spec("print(1)");
        let run = sandbox.run(Program(&spec), &spec.limits).await;
        assert!(matches!(run, Err(SandboxError::Died { .. })), "{run:?}");
        sandbox.destroy().await.expect("it is removed");
        assert_eq!(world.home.traces(), Vec::<String>::new());
    });
}

#[test]
fn a_panic_of_gvisor_is_known_as_one() {
    alone(async |world| {
        let mut sandbox = world.driver.start().await.expect("a sandbox");
        let place = world.home.runtime.path().to_string_lossy().into_owned();
        let own = i32::try_from(std::process::id()).expect("a pid");
        let is_sentry =
            |parent: i32, command: &str| parent == own && command.contains(" boot ") && command.contains(&place);
        let processes = crate::support::processes().into_iter();
        let sentries: Vec<_> = processes.filter(|(_, parent, command)| is_sentry(*parent, command)).collect();
        let [(pid, _, _)] = sentries[..] else { panic!("one sentry: {sentries:?}") };
        // It cannot map memory any more, and its runtime ends with a report.
        let limit = Command::new("prlimit").args(["--as=1", "--pid", &pid.to_string()]).status().expect("prlimit");
        assert!(limit.success());
        // What waits in a socket is in the sentry's own memory.
        let hungry = spec(
            "import socket\nkept = []\nfor _ in range(400):\n    a, b = socket.socketpair(); a.setblocking(False); kept += a, b\n    try:\n        while True: a.send(bytes(1 << 16))\n    except OSError: pass",
        );
        let _process = sandbox.run(Program(&hungry), &hungry.limits).await.expect("it runs");
        let evidence = timeout(PATIENCE, sandbox.wait()).await.expect("in time").expect("it ended");
        assert_eq!(evidence.exit, Exit::Code(2), "{evidence:?}");
        let reason = evidence.runtime_died.expect("a breakdown");
        assert!(reason.starts_with("gVisor panicked: "), "{reason}");
        sandbox.destroy().await.expect("it is removed");
    });
}

#[test]
fn many_at_once() {
    with_driver(async |driver| {
        let programs: Vec<_> = (0..12).map(|i| spec(&format!("print({i} ** 2)"))).collect();
        let runs = programs.iter().map(|spec| async { run_in(driver.start().await.expect("a sandbox"), spec).await });
        let ran = futures_util::future::join_all(runs).await;
        for (i, ran) in ran.iter().enumerate() {
            assert_eq!(ran.out(), format!("{}\n", i * i));
        }
    });
}

#[test]
fn a_data_directory_serves_one_driver_at_a_time() {
    with_driver(async |_| {
        let home = Home::new();
        let cold = Settings { start: StartMode::Cold, ..home.settings() };
        let first = RunscDriver::new(cold.clone(), |_| {}).await.expect("a driver");
        assert_eq!(first.check().await.expect("it isolates").start, "cold");
        let second = RunscDriver::new(cold.clone(), |_| {}).await;
        assert!(
            matches!(&second, Err(SandboxError::NotStarted { reason }) if reason.contains("another process")),
            "{second:?}"
        );
        drop(first);
        RunscDriver::new(cold, |_| {}).await.expect("it is free again");
    });
}
