//! The list of what is tried. One entry is one program and one judgement of what it reached.

use std::time::Duration;

use domain::{Exit, Limits};

use super::{bait::Bait, trial::Trial};

/// One thing to try.
pub(super) struct Probe {
    pub(super) name: &'static str,
    pub(super) source: &'static str,
    /// Whether it is tried at every start.
    pub(super) at_start: bool,
    /// The limits it runs with.
    pub(super) limits: fn(&Limits) -> Limits,
    /// Stop it after this time, as part of the trial.
    pub(super) time: Option<Duration>,
    /// Contained, and what was seen.
    pub(super) judge: fn(&Trial, &Bait) -> (bool, String),
}

/// Everything that is tried, in the order it is reported.
pub(super) const PROBES: [Probe; 8] = [
    Probe { name: "program", source: "print(6 * 7)", at_start: true, limits: quick, time: None, judge: program },
    Probe {
        name: "kernel",
        source: include_str!("probes/kernel.py"),
        at_start: true,
        limits: quick,
        time: None,
        judge: kernel,
    },
    Probe {
        name: "network",
        source: include_str!("probes/network.py"),
        at_start: true,
        limits: quick,
        time: None,
        judge: network,
    },
    Probe {
        name: "host files",
        source: include_str!("probes/files.py"),
        at_start: true,
        limits: quick,
        time: None,
        judge: files,
    },
    Probe {
        name: "processes",
        source: include_str!("probes/processes.py"),
        at_start: false,
        limits: much_memory,
        time: None,
        judge: processes,
    },
    Probe {
        name: "memory",
        source: include_str!("probes/memory.py"),
        at_start: true,
        limits: small_memory,
        time: None,
        judge: memory,
    },
    Probe {
        name: "disk",
        source: include_str!("probes/disk.py"),
        at_start: false,
        limits: quick,
        time: None,
        judge: disk,
    },
    Probe {
        name: "cpu",
        source: "while True: pass",
        at_start: false,
        limits: Limits::clone,
        time: Some(Duration::from_secs(2)),
        judge: cpu,
    },
];

/// A whole core, so that probes are quick.
fn quick(limits: &Limits) -> Limits {
    Limits { cpu_millis: 1_000, ..limits.clone() }
}

/// Little memory, so that exhausting it is quick.
fn small_memory(limits: &Limits) -> Limits {
    Limits { memory_bytes: 96 << 20, ..quick(limits) }
}

/// Much memory, so that the bound on processes is met before that on memory: a copy of the interpreter takes some MiB.
fn much_memory(limits: &Limits) -> Limits {
    Limits { memory_bytes: 1 << 30, ..quick(limits) }
}

fn program(trial: &Trial, _: &Bait) -> (bool, String) {
    let ran = trial.stdout == "42\n" && trial.evidence.exit == Exit::Code(0);
    (
        ran,
        if ran { "a good program runs".into() } else { format!("a good program ended with {:?}", trial.evidence.exit) },
    )
}

fn kernel(trial: &Trial, bait: &Bait) -> (bool, String) {
    let (release, log) = (trial.line("release").unwrap_or(""), trial.line("dmesg").unwrap_or(""));
    let privileges = trial.line("privileges").unwrap_or("");
    let other = !release.is_empty() && release != bait.kernel && log.contains("gVisor");
    let contained = other && privileges == "uid 65534 caps 0 no_new_privs 1";
    (contained, format!("kernel {release}, {privileges}"))
}

fn network(trial: &Trial, bait: &Bait) -> (bool, String) {
    let called = bait.was_called();
    let seen = trial.line("network").unwrap_or("the probe did not finish");
    (!called && seen == "nothing reached", if called { "reached a port of this host".into() } else { seen.to_owned() })
}

fn files(trial: &Trial, bait: &Bait) -> (bool, String) {
    let leaked = trial.stdout.contains(&bait.word);
    let seen = trial.line("files").unwrap_or("the probe did not finish");
    (!leaked && seen == "nothing reached", if leaked { "read a file of this host".into() } else { seen.to_owned() })
}

fn processes(trial: &Trial, _: &Bait) -> (bool, String) {
    let started = trial.line("started").and_then(|count| count.parse::<u32>().ok());
    let visible = trial.line("visible").and_then(|count| count.parse::<u32>().ok());
    let contained =
        started.is_some_and(|count| count <= trial.limits.processes) && visible.is_some_and(|count| count <= 2);
    if visible.is_some_and(|count| count <= 2) && (trial.evidence.out_of_memory || trial.evidence.out_of_processes) {
        return (true, "the sandbox ended before more could be started than it may".into());
    }
    let show = |count: Option<u32>| count.map_or("unknown".into(), |count| count.to_string());
    (contained, format!("{} more could be started, {} visible", show(started), show(visible)))
}

fn memory(trial: &Trial, _: &Bait) -> (bool, String) {
    let mib = trial.limits.memory_bytes >> 20;
    let contained = trial.evidence.out_of_memory;
    (contained, if contained { format!("stopped at {mib} MiB") } else { format!("was not stopped at {mib} MiB") })
}

fn disk(trial: &Trial, _: &Bait) -> (bool, String) {
    let written = trial.line("tmp").and_then(|bytes| bytes.parse::<u64>().ok());
    let elsewhere = trial.line("elsewhere").unwrap_or("unknown");
    let contained = written.is_some_and(|bytes| bytes <= trial.limits.tmp_bytes) && elsewhere == "none";
    let written = written.map_or("an unknown number of".into(), |bytes| bytes.to_string());
    (contained, format!("{written} bytes fit into /tmp; writable elsewhere: {elsewhere}"))
}

fn cpu(trial: &Trial, _: &Bait) -> (bool, String) {
    let Some(used) = trial.evidence.usage.cpu_us else { return (false, "nobody can tell what it used".into()) };
    let used_ms = used / 1_000;
    // Two seconds at this share, and as much again for the first period and the clean-up.
    let allowed_ms = 2 * 2 * u64::from(trial.limits.cpu_millis);
    (used_ms <= allowed_ms, format!("a busy loop used {used_ms} ms of processor time in 2 s"))
}
