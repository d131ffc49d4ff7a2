//! From evidence to outcome: a pure function, so that every ending can be tested.

use domain::{Exit, ExitEvidence, IsolationReport, Limit, Outcome, ResourceUsage, TerminalStatus, Truncated};

/// Why the executor stopped a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    WallTime,
    CpuTime,
    Cancelled,
}

/// Everything that is known about a program that ended.
#[derive(Debug)]
pub(super) struct Ending<'a> {
    /// Set when the executor stopped it.
    pub(super) stop: Option<Stop>,
    pub(super) evidence: &'a ExitEvidence,
    pub(super) truncated: Truncated,
    /// The end of standard error.
    pub(super) stderr_tail: &'a [u8],
    pub(super) isolation: Option<IsolationReport>,
    pub(super) startup_us: u64,
    pub(super) run_us: u64,
}

/// SIGXFSZ: a file grew past `RLIMIT_FSIZE`.
const SIGXFSZ: i32 = 25;

/// How the interpreter's closing line names a limit that leaves no trace outside the sandbox. A program can print such a
/// line itself; it then mislabels its own failure and nothing else.
const CLOSING_LINES: [(&str, Limit); 6] = [
    ("OSError: [Errno 28]", Limit::Disk),
    ("OSError: [Errno 27]", Limit::Disk),
    ("OSError: [Errno 122]", Limit::Disk),
    ("BlockingIOError: [Errno 11]", Limit::Processes),
    ("RuntimeError: can't start new thread", Limit::Processes),
    ("MemoryError", Limit::Memory),
];

/// Decides. In order of strength: what the executor did, what the host's kernel counted, what the program returned.
pub(super) fn outcome(ending: Ending<'_>) -> Outcome {
    let Ending { stop, evidence, truncated, stderr_tail, isolation, startup_us, run_us } = ending;
    let exit_code = match evidence.exit {
        Exit::Code(code) if stop.is_none() => Some(code),
        Exit::Code(_) | Exit::Killed => None,
    };
    let signal = exit_code.and_then(signal_of);
    let (status, limit) = match (stop, exit_code) {
        (Some(Stop::Cancelled), _) => (TerminalStatus::Cancelled, None),
        _ if evidence.out_of_memory => (TerminalStatus::Failed, Some(Limit::Memory)),
        (Some(Stop::WallTime), _) => (TerminalStatus::TimedOut, Some(Limit::WallTime)),
        (Some(Stop::CpuTime), _) => (TerminalStatus::TimedOut, Some(Limit::CpuTime)),
        _ if evidence.out_of_processes => (TerminalStatus::Failed, Some(Limit::Processes)),
        (None, Some(0)) => (TerminalStatus::Success, None),
        (None, _) => (TerminalStatus::Failed, limit_of_failure(signal, stderr_tail)),
    };
    let cut = (truncated.any() && status != TerminalStatus::Cancelled).then_some(Limit::Output);
    let usage: ResourceUsage = evidence.usage;
    Outcome {
        status,
        exit_code,
        signal,
        limit: limit.or(cut),
        error: None,
        violations: Vec::new(),
        truncated,
        usage,
        isolation,
        startup_us,
        run_us,
    }
}

/// A shell's convention, which gVisor follows: 128 + n.
fn signal_of(code: i32) -> Option<i32> {
    (129..=128 + 64).contains(&code).then(|| code - 128)
}

fn limit_of_failure(signal: Option<i32>, stderr_tail: &[u8]) -> Option<Limit> {
    if signal == Some(SIGXFSZ) {
        return Some(Limit::Disk);
    }
    let text = String::from_utf8_lossy(stderr_tail);
    let closing = text.trim_end().lines().next_back()?;
    CLOSING_LINES.into_iter().find(|(start, _)| closing.starts_with(start)).map(|(_, limit)| limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(exit: Exit) -> ExitEvidence {
        ExitEvidence {
            exit,
            out_of_memory: false,
            out_of_processes: false,
            runtime_died: None,
            usage: ResourceUsage::default(),
        }
    }

    fn decide(stop: Option<Stop>, evidence: &ExitEvidence, stderr_tail: &str, cut: bool) -> Outcome {
        outcome(Ending {
            stop,
            evidence,
            truncated: Truncated { stdout: cut, stderr: false },
            stderr_tail: stderr_tail.as_bytes(),
            isolation: None,
            startup_us: 1,
            run_us: 2,
        })
    }

    #[test]
    fn the_programs_own_ending_is_its_result() {
        let zero = decide(None, &evidence(Exit::Code(0)), "", false);
        assert_eq!((zero.status, zero.exit_code, zero.limit), (TerminalStatus::Success, Some(0), None));
        let three = decide(None, &evidence(Exit::Code(3)), "", false);
        assert_eq!((three.status, three.exit_code, three.signal), (TerminalStatus::Failed, Some(3), None));
        let killed = decide(None, &evidence(Exit::Code(137)), "", false);
        assert_eq!((killed.status, killed.signal, killed.limit), (TerminalStatus::Failed, Some(9), None));
    }

    #[test]
    fn the_executors_stop_outweighs_the_exit_code() {
        let late = decide(Some(Stop::WallTime), &evidence(Exit::Killed), "", false);
        assert_eq!((late.status, late.limit, late.exit_code), (TerminalStatus::TimedOut, Some(Limit::WallTime), None));
        let busy = decide(Some(Stop::CpuTime), &evidence(Exit::Killed), "", false);
        assert_eq!((busy.status, busy.limit), (TerminalStatus::TimedOut, Some(Limit::CpuTime)));
        let cancelled = decide(Some(Stop::Cancelled), &evidence(Exit::Code(137)), "", true);
        assert_eq!((cancelled.status, cancelled.limit), (TerminalStatus::Cancelled, None));
    }

    #[test]
    fn the_kernels_count_outweighs_the_exit_code() {
        let oom = ExitEvidence { out_of_memory: true, ..evidence(Exit::Code(137)) };
        assert_eq!(decide(None, &oom, "", false).limit, Some(Limit::Memory));
        let forks = ExitEvidence { out_of_processes: true, ..evidence(Exit::Code(2)) };
        assert_eq!(decide(None, &forks, "", false).limit, Some(Limit::Processes));
    }

    #[test]
    fn a_failure_is_labelled_by_the_interpreters_closing_line() {
        let full =
            "Traceback (most recent call last):\n  File \"main.py\"\nOSError: [Errno 28] No space left on device\n";
        assert_eq!(decide(None, &evidence(Exit::Code(1)), full, false).limit, Some(Limit::Disk));
        let threads = "RuntimeError: can't start new thread\n";
        assert_eq!(decide(None, &evidence(Exit::Code(1)), threads, true).limit, Some(Limit::Processes));
        assert_eq!(decide(None, &evidence(Exit::Code(0)), full, false).limit, None);
        assert_eq!(decide(None, &evidence(Exit::Code(1)), "ValueError: x\n", false).limit, None);
    }

    #[test]
    fn cut_output_is_told_but_does_not_make_a_program_fail() {
        let cut = decide(None, &evidence(Exit::Code(0)), "", true);
        assert_eq!((cut.status, cut.limit), (TerminalStatus::Success, Some(Limit::Output)));
    }
}
