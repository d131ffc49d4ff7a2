//! Whether the runtime is gVisor, and whether it enforces limits, which it has been seen not to do silently
//! (google/gvisor#13777).

use std::{sync::Arc, time::Duration};

use domain::{ByteString, ExecutionSpec, Exit, ExitEvidence, Imports, Proof, Sandbox as _, SandboxError};
use tokio::{
    io::AsyncReadExt as _,
    time::{sleep, timeout},
};

use super::proof;
use crate::{sandbox::PodSandbox, shared::Shared, start};

/// How long a probe may take, at its share of a processor.
const PATIENCE: Duration = Duration::from_mins(1);
/// More than any probe prints.
const SAID_BYTES: u64 = 64 << 10;
/// What the first moments of a program may add to its share, in thousandths.
const SHARE_SLACK: u32 = 50;

/// How a process ends that the node's kernel killed.
const KILLED: Exit = Exit::Code(137);

/// Says what kernel it sees, then how much of two seconds it got: a throttled program sees holes in the time.
const RUNTIME: &str = "
import ctypes, os, time
buffer = ctypes.create_string_buffer(1 << 16)
count = ctypes.CDLL(None).klogctl(3, buffer, len(buffer))
print('gvisor:', b'gVisor' in buffer.raw[:max(count, 0)])
print('release:', os.uname().release)
start = last = time.monotonic()
ran = 0
while last < start + 2:
    now = time.monotonic()
    if now - last < 0.002:
        ran += now - last
    last = now
print('share:', round(ran / (last - start) * 1000))
";

/// Takes half as much again as it may, and ends.
const MEMORY: &str = "
import sys
size = int(sys.argv[1]) * 3 // 2
hoard = []
while size > 0:
    hoard.append(b'x' * (4 << 20))
    size -= 4 << 20
print('had it all')
";
/// What it says then.
const HAD_IT_ALL: &str = "had it all";

/// The kernel's release, and what was tried.
pub(super) async fn prove(shared: &Arc<Shared>) -> Result<(String, Vec<Proof>), SandboxError> {
    let (seen, memory) = tokio::join!(seen(shared), memory(shared));
    let seen = seen?;
    let release = line(&seen, "release").unwrap_or("unknown");
    Ok((format!("gVisor {release}"), vec![runtime(&seen), share(&seen, shared.settings.limits.cpu_millis), memory?]))
}

fn runtime(seen: &str) -> Proof {
    let release = line(seen, "release").unwrap_or("unknown");
    let gvisor = line(seen, "gvisor") == Some("True");
    proof("runtime", gvisor, format!("kernel {release} {} gVisor's", if gvisor { "is" } else { "is not" }))
}

fn share(seen: &str, cpu_millis: u32) -> Proof {
    let Some(share) = line(seen, "share").and_then(|share| share.parse::<u32>().ok()) else {
        return proof("cpu", false, "the probe did not say what it got");
    };
    let detail = format!("a busy program got {share} thousandths of a core; it may have {cpu_millis}");
    proof("cpu", share <= cpu_millis.saturating_mul(2).saturating_add(SHARE_SLACK), detail)
}

async fn seen(shared: &Arc<Shared>) -> Result<String, SandboxError> {
    let mut sandbox = start::start(shared).await?;
    let ran = run(&mut sandbox, RUNTIME, shared).await;
    Box::new(sandbox).destroy().await?;
    ran
}

async fn memory(shared: &Arc<Shared>) -> Result<Proof, SandboxError> {
    let mut sandbox = start::start(shared).await?;
    let ran = run(&mut sandbox, MEMORY, shared).await;
    let evidence = timeout(PATIENCE, sandbox.wait()).await;
    Box::new(sandbox).destroy().await?;
    let mib = shared.settings.limits.memory_bytes >> 20;
    Ok(match evidence {
        Ok(Ok(evidence)) => bounded(&evidence, &ran.unwrap_or_else(|error| error.to_string()), mib),
        Ok(Err(error)) => proof("memory", false, error.to_string()),
        Err(_) => proof("memory", false, "the probe did not end"),
    })
}

fn bounded(evidence: &ExitEvidence, said: &str, mib: u64) -> Proof {
    match evidence.exit {
        _ if evidence.out_of_memory => proof("memory", true, format!("stopped at {mib} MiB")),
        // The limit holds, but nobody could tell a program that took too much memory from one that was killed otherwise.
        KILLED if evidence.runtime_died.is_none() && !said.contains(HAD_IT_ALL) => proof(
            "memory",
            false,
            format!(
                "at {mib} MiB only one process was killed, not its container, so too much memory is not recognised: \
                sandboxes need nodes with cgroup v2 whose kubelets do not set `singleProcessOOMKill`"
            ),
        ),
        exit => proof("memory", false, format!("was not stopped at {mib} MiB: {exit:?} {said:?}")),
    }
}

async fn run(sandbox: &mut PodSandbox, source: &str, shared: &Shared) -> Result<String, SandboxError> {
    let limits = &shared.settings.limits;
    let spec = ExecutionSpec {
        language: "python".into(),
        source: source.into(),
        stdin: ByteString::default(),
        args: vec![limits.memory_bytes.to_string()],
        files: Vec::new(),
        imports: Imports::Any,
        limits: limits.clone(),
    };
    let process = sandbox.run(domain::Program(&spec), limits).await?;
    let mut said = Vec::new();
    let mut stdout = process.stdout.take(SAID_BYTES);
    tokio::select! {
        // What was read before an error is what was printed.
        _ = stdout.read_to_end(&mut said) => {}
        () = sleep(PATIENCE) => {}
    }
    Ok(String::from_utf8_lossy(&said).into_owned())
}

/// The rest of the line that starts with this word and a colon.
fn line<'a>(seen: &'a str, word: &str) -> Option<&'a str> {
    seen.lines().find_map(|line| line.strip_prefix(word)?.strip_prefix(':')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use domain::ResourceUsage;

    use super::*;

    #[test]
    fn the_runtime_is_told_by_its_kernels_log() {
        assert!(runtime("gvisor: True\nrelease: 4.19.0-gvisor\n").contained);
        assert!(!runtime("gvisor: False\nrelease: 6.1.0\n").contained);
        assert!(!runtime("").contained);
    }

    #[test]
    fn one_killed_process_is_told_from_none() {
        let ended = |exit, out_of_memory| ExitEvidence {
            exit,
            out_of_memory,
            out_of_processes: false,
            runtime_died: None,
            usage: ResourceUsage::default(),
        };
        assert!(bounded(&ended(KILLED, true), "", 256).contained);
        let one = bounded(&ended(KILLED, false), "", 256);
        assert!(!one.contained && one.detail.contains("singleProcessOOMKill"), "{one:?}");
        for (exit, said) in [(Exit::Code(0), "had it all\n"), (KILLED, "had it all\n"), (Exit::Code(1), "")] {
            let free = bounded(&ended(exit, false), said, 256);
            assert!(!free.contained && free.detail.starts_with("was not stopped at 256 MiB"), "{free:?}");
        }
    }

    #[test]
    fn a_share_is_believed_within_measure() {
        for (got, contained) in [("98", true), ("250", true), ("251", false), ("997", false)] {
            assert_eq!(share(&format!("share: {got}\n"), 100).contained, contained, "{got}");
        }
        assert!(!share("", 100).contained);
    }
}
