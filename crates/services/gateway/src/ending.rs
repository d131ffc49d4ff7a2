//! How a job's end is told in words: the fields `error`, `error_type` and `error_code`.

use domain::{ErrorCode, Limit, Limits, Outcome, TerminalStatus};

use crate::wire::JobErrorCode;

/// The longest last line of standard error that is repeated as `error`, in characters.
const ERROR_LINE_CHARS_MAX: usize = 1_000;

/// How much of standard error is searched for its last line. A character takes at most four bytes.
const TAIL_BYTES: usize = 4 * ERROR_LINE_CHARS_MAX;

/// Why a job did not succeed, for a person and for a program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ending {
    /// A sentence; none on success.
    pub error: Option<String>,
    /// The exception's name, where there is one.
    pub error_type: Option<String>,
    /// Only for a refusal or an infrastructure fault.
    pub error_code: Option<JobErrorCode>,
}

impl Ending {
    /// Reads it from an outcome and what the program last said.
    pub fn of(outcome: &Outcome, limits: &Limits, stderr: &[u8]) -> Self {
        if let Some(fault) = &outcome.error {
            return Self::of_fault(fault.code, &fault.message);
        }
        match (outcome.status, outcome.limit) {
            (TerminalStatus::Success, _) => Self::default(),
            (TerminalStatus::Cancelled, _) => Self::plain("Cancelled".to_owned()),
            (TerminalStatus::TimedOut, Some(Limit::CpuTime)) => {
                let bound = seconds(limits.cpu_time_ms.unwrap_or(limits.wall_time_ms));
                Self::typed(format!("Processor time limit of {bound} exceeded"), "TimeoutError")
            }
            (TerminalStatus::TimedOut, _) => {
                Self::typed(format!("Execution timed out after {}", seconds(limits.wall_time_ms)), "TimeoutError")
            }
            (TerminalStatus::Failed, Some(Limit::Memory)) => {
                Self::typed(format!("Memory limit of {} exceeded", binary_size(limits.memory_bytes)), "MemoryError")
            }
            (TerminalStatus::Failed, _) => Self::of_exit(outcome, stderr),
        }
    }

    fn of_fault(code: ErrorCode, message: &str) -> Self {
        let (error, error_type) = match code {
            ErrorCode::PolicyViolation => ("Security validation failed", "SecurityError"),
            ErrorCode::SyntaxError => ("Syntax error", "SyntaxError"),
            ErrorCode::ExecutorLost | ErrorCode::Undeliverable => (message, "InfrastructureError"),
        };
        Self { error_code: Some(code.into()), ..Self::typed(error.to_owned(), error_type) }
    }

    fn of_exit(outcome: &Outcome, stderr: &[u8]) -> Self {
        match (outcome.signal, outcome.exit_code) {
            (Some(signal), _) => Self::plain(match signal_name(signal) {
                Some(name) => format!("Ended by signal {signal} ({name})"),
                None => format!("Ended by signal {signal}"),
            }),
            (None, Some(code)) => exception(stderr).unwrap_or_else(|| Self::plain(format!("Exited with code {code}"))),
            (None, None) => Self::plain("Did not run to its end".to_owned()),
        }
    }

    fn plain(error: String) -> Self {
        Self { error: Some(error), ..Self::default() }
    }

    fn typed(error: String, error_type: &str) -> Self {
        Self { error_type: Some(error_type.to_owned()), ..Self::plain(error) }
    }
}

/// The last line of a traceback: `Name: message`, or the name alone when the exception has no message.
fn exception(stderr: &[u8]) -> Option<Ending> {
    let tail = String::from_utf8_lossy(&stderr[stderr.len().saturating_sub(TAIL_BYTES)..]);
    let line = tail.trim_end().rsplit(['\n', '\r']).next()?.trim_end();
    let (path, has_message) = match line.split_once(": ") {
        Some((path, _)) => (path, true),
        None => (line.trim_end_matches(':'), false),
    };
    let name = exception_name(path)?;
    (has_message || is_exception_word(name))
        .then(|| Ending::typed(line.chars().take(ERROR_LINE_CHARS_MAX).collect(), name))
}

/// `json.decoder.JSONDecodeError` → `JSONDecodeError`, when it can be the name of a class.
fn exception_name(path: &str) -> Option<&str> {
    let is_identifier = |part: &str| {
        part.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    let name = path.rsplit('.').next()?;
    (path.split('.').all(is_identifier) && name.starts_with(char::is_uppercase)).then_some(name)
}

/// A line with nothing but a word is an exception only when it sounds like one.
fn is_exception_word(name: &str) -> bool {
    ["Error", "Exception", "Interrupt", "Exit", "Iteration", "Group"].iter().any(|end| name.ends_with(end))
}

fn seconds(ms: u64) -> String {
    let number = crate::wire::ms(ms);
    if ms == 1_000 { format!("{number} second") } else { format!("{number} seconds") }
}

fn binary_size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    match UNITS.into_iter().find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit)) {
        Some((unit, name)) => format!("{} {name}", bytes / unit),
        None => format!("{bytes} bytes"),
    }
}

/// Linux's names of the signals that end a program.
fn signal_name(signal: i32) -> Option<&'static str> {
    Some(match signal {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        10 => "SIGUSR1",
        11 => "SIGSEGV",
        12 => "SIGUSR2",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        16 => "SIGSTKFLT",
        24 => "SIGXCPU",
        25 => "SIGXFSZ",
        26 => "SIGVTALRM",
        27 => "SIGPROF",
        31 => "SIGSYS",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use domain::JobError;

    use super::*;

    fn outcome(status: TerminalStatus) -> Outcome {
        Outcome::not_run(status, None)
    }

    fn words(outcome: &Outcome, limits: &Limits, stderr: &str) -> (Option<String>, Option<String>) {
        let Ending { error, error_type, error_code } = Ending::of(outcome, limits, stderr.as_bytes());
        assert_eq!(error_code, outcome.error.as_ref().map(|error| error.code.into()));
        (error, error_type)
    }

    #[track_caller]
    fn check(outcome: &Outcome, stderr: &str, error: &str, error_type: Option<&str>) {
        let got = words(outcome, &Limits::default(), stderr);
        assert_eq!(got, (Some(error.to_owned()), error_type.map(str::to_owned)));
    }

    fn failed(exit_code: i32) -> Outcome {
        Outcome { exit_code: Some(exit_code), ..outcome(TerminalStatus::Failed) }
    }

    #[test]
    fn success_has_no_error_even_with_words_on_stderr() {
        let done = Outcome { exit_code: Some(0), ..outcome(TerminalStatus::Success) };
        assert_eq!(words(&done, &Limits::default(), "ValueError: no"), (None, None));
    }

    #[test]
    fn limits_are_named_with_their_size() {
        let timed_out = Outcome { limit: Some(Limit::WallTime), ..outcome(TerminalStatus::TimedOut) };
        check(&timed_out, "", "Execution timed out after 30 seconds", Some("TimeoutError"));
        let half = Limits { wall_time_ms: 500, ..Limits::default() };
        assert_eq!(words(&timed_out, &half, "").0.unwrap(), "Execution timed out after 0.5 seconds");
        let one = Limits { wall_time_ms: 1_000, ..Limits::default() };
        assert_eq!(words(&timed_out, &one, "").0.unwrap(), "Execution timed out after 1 second");

        let memory = Outcome { limit: Some(Limit::Memory), exit_code: Some(137), ..outcome(TerminalStatus::Failed) };
        check(&memory, "", "Memory limit of 256 MiB exceeded", Some("MemoryError"));
        let odd = Limits { memory_bytes: (1 << 20) + 1, ..Limits::default() };
        assert_eq!(words(&memory, &odd, "").0.unwrap(), "Memory limit of 1048577 bytes exceeded");

        let cpu = Outcome { limit: Some(Limit::CpuTime), ..outcome(TerminalStatus::TimedOut) };
        let two = Limits { cpu_time_ms: Some(2_000), ..Limits::default() };
        assert_eq!(words(&cpu, &two, "").0.unwrap(), "Processor time limit of 2 seconds exceeded");
    }

    #[test]
    fn the_last_line_of_a_traceback_is_the_error() {
        let traceback =
            "Traceback (most recent call last):\n  File \"main.py\", line 1\nZeroDivisionError: division by zero\n";
        check(&failed(1), traceback, "ZeroDivisionError: division by zero", Some("ZeroDivisionError"));
        check(
            &failed(1),
            "json.decoder.JSONDecodeError: bad\n\n",
            "json.decoder.JSONDecodeError: bad",
            Some("JSONDecodeError"),
        );
        check(&failed(1), "x\nAssertionError\n", "AssertionError", Some("AssertionError"));
        check(&failed(1), "ValueError: \u{fffd}", "ValueError: \u{fffd}", Some("ValueError"));
    }

    #[test]
    fn anything_else_on_stderr_is_not_an_error_name() {
        for stderr in
            ["", "\n", "usage: x", "main.py: error: no", "Traceback (most recent call last):", "Done", "2: 3", "a b: c"]
        {
            check(&failed(3), stderr, "Exited with code 3", None);
        }
    }

    #[test]
    fn a_huge_last_line_is_cut() {
        let stderr = format!("ValueError: {}", "é".repeat(1_000_000));
        let (error, _) = words(&failed(1), &Limits::default(), &stderr);
        assert!(error.unwrap().chars().count() <= ERROR_LINE_CHARS_MAX);
    }

    #[test]
    fn signals_and_cancellation_are_named() {
        let crashed = Outcome { signal: Some(11), ..failed(139) };
        check(&crashed, "ValueError: x", "Ended by signal 11 (SIGSEGV)", None);
        check(&Outcome { signal: Some(40), ..failed(168) }, "", "Ended by signal 40", None);
        check(&outcome(TerminalStatus::Cancelled), "", "Cancelled", None);
    }

    #[test]
    fn refusals_and_faults_carry_their_code() {
        let fault = |code, message: &str| {
            Outcome::not_run(TerminalStatus::Failed, Some(JobError { code, message: message.to_owned() }))
        };
        check(&fault(ErrorCode::PolicyViolation, "x"), "", "Security validation failed", Some("SecurityError"));
        check(&fault(ErrorCode::SyntaxError, "x"), "", "Syntax error", Some("SyntaxError"));
        check(
            &fault(ErrorCode::ExecutorLost, "The sandbox was lost."),
            "",
            "The sandbox was lost.",
            Some("InfrastructureError"),
        );
    }
}
