//! Bounds hold, and the evidence names them.

use std::time::Duration;

use domain::{ExecutionSpec, Exit, Limits, Program, SandboxDriver};
use tokio::time::timeout;

use crate::support::{PATIENCE, all, quick, run, run_source, spec, until_seen, with_driver};

#[test]
fn a_memory_bomb_is_out_of_memory() {
    let ran = with_driver(async |driver| {
        run_source(driver, "a = []\nwhile True: a.append(bytearray(b'x') * (16 << 20)); print(len(a), flush=True)")
            .await
    });
    assert!(ran.evidence.out_of_memory, "{ran:?}");
    assert_eq!(ran.evidence.runtime_died, None);
    assert_ne!(ran.evidence.exit, Exit::Code(0));
    assert!(ran.out_lines() >= 8, "it got {} times 16 MiB", ran.out_lines());
}

#[test]
fn memory_bombs_of_many_processes_end_too() {
    let source = "import os\nfor _ in range(6):\n    if os.fork() == 0: break\na = []\nwhile True: a.append(bytearray(b'z') * (8 << 20))";
    let ran = with_driver(async |driver| run_source(driver, source).await);
    assert!(ran.evidence.out_of_memory, "{ran:?}");
    assert_eq!(ran.evidence.runtime_died, None);
}

#[test]
fn the_memory_of_the_job_counts_not_of_the_profile() {
    let source = "a = bytearray(b'x') * (80 << 20)\nprint('had it')";
    let small = ExecutionSpec { limits: Limits { memory_bytes: 64 << 20, ..quick() }, ..spec(source) };
    let large = ExecutionSpec {
        limits: Limits { memory_bytes: 512 << 20, ..quick() },
        ..spec("a = bytearray(b'x') * (300 << 20)\nprint('had it')")
    };
    let (small, large) = with_driver(async |driver| (run(driver, &small).await, run(driver, &large).await));
    assert!(small.evidence.out_of_memory, "{small:?}");
    assert_eq!((large.out(), large.evidence.exit), ("had it\n", Exit::Code(0)));
    assert!(large.evidence.usage.memory_peak_bytes.is_some_and(|bytes| bytes > 300 << 20), "{large:?}");
}

#[test]
fn a_fork_bomb_is_contained_and_killed() {
    with_driver(async |driver| {
        let mut sandbox = driver.start().await.expect("a sandbox");
        let bomb =
            spec("import os\nprint('go', flush=True)\nwhile True:\n    try: os.fork()\n    except OSError: pass");
        let mut process = sandbox.run(Program(&bomb), &bomb.limits).await.expect("it runs");
        until_seen(&mut process.stdout, "go").await;
        // It goes on for ever, unless it meets the host's bound first, which ends it.
        if let Ok(evidence) = timeout(Duration::from_secs(3), sandbox.wait()).await {
            let evidence = evidence.expect("its end is seen");
            assert!(evidence.out_of_processes || evidence.out_of_memory, "{evidence:?}");
            assert_eq!(evidence.runtime_died, None);
        }
        timeout(PATIENCE, sandbox.kill()).await.expect("in time").expect("it is killed");
        sandbox.destroy().await.expect("it is removed");
        assert_eq!(run_source(driver, "print(1)").await.out(), "1\n");
    });
}

#[test]
fn threads_are_bounded() {
    let source = "import threading, time\nn = 0\ntry:\n    while True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start(); n += 1\n\
                  except RuntimeError: print(n)\nimport os; os._exit(0)";
    let ran = with_driver(async |driver| run_source(driver, source).await);
    let threads: u32 = ran.out().trim().parse().expect("a number");
    assert!((50..=64).contains(&threads), "{threads}");
}

#[test]
fn every_writable_place_is_bounded() {
    let source = r"
import os, errno
for top, dirs, files in os.walk('/'):
    if top.startswith('/proc'): dirs[:] = []; continue
    path = os.path.join(top, 'probe')
    try: descriptor = os.open(path, os.O_CREAT | os.O_WRONLY)
    except OSError: continue
    written = 0
    try:
        while written < 64 << 20: written += os.write(descriptor, bytes(1 << 20))
    except OSError as error: print(top, 'is bounded' if error.errno in (errno.ENOSPC, errno.EFBIG) else error)
    else: print(top, 'is unbounded')
    os.close(descriptor); os.unlink(path)
";
    let ran = with_driver(async |driver| run_source(driver, source).await);
    let mut lines: Vec<_> = ran.out().lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["/dev/shm is bounded", "/tmp is bounded", "/tmp/work is bounded"], "{ran:?}");
}

#[test]
fn files_together_are_bounded_too() {
    let source = "
import errno
n = 0
try:
    for i in range(100):
        with open(f'/tmp/{i}', 'wb', buffering=0) as f: n += f.write(bytes(1 << 20))
except OSError as error: print(n >> 20, errno.errorcode[error.errno])
";
    let ran = with_driver(async |driver| run_source(driver, source).await);
    assert!(matches!(ran.out().trim(), "15 ENOSPC" | "16 ENOSPC"), "{ran:?}");
}

#[test]
fn the_processor_share_is_kept() {
    let limits = Limits { cpu_millis: 200, ..Limits::default() };
    let burner = ExecutionSpec {
        limits,
        ..spec("import time\nt = time.time()\nwhile time.time() - t < 2: pass\nprint('done')")
    };
    let ran = with_driver(async |driver| run(driver, &burner).await);
    let used = ran.evidence.usage.cpu_us.expect("it is counted");
    assert_eq!(ran.out(), "done\n");
    assert!((200_000..700_000).contains(&used), "{used} µs in 2 s at a fifth of a core");
}

impl crate::support::Ran {
    fn out_lines(&self) -> usize {
        self.out().lines().count()
    }
}

#[test]
fn output_before_a_kill_is_not_lost() {
    with_driver(async |driver| {
        let mut sandbox = driver.start().await.expect("a sandbox");
        let spec = spec("print('dots', end='')\nwhile True: pass");
        let mut process = sandbox.run(Program(&spec), &spec.limits).await.expect("it runs");
        until_seen(&mut process.stdout, "dots").await;
        sandbox.kill().await.expect("it is killed");
        assert_eq!(all(&mut process.stdout).await, b"");
        sandbox.destroy().await.expect("it is removed");
    });
}
