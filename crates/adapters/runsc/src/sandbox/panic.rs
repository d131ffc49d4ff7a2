//! Whether gVisor's own process broke down: what it leaves, told apart from what a program makes it log.

use std::{fs::File, io::Read, path::Path};

use crate::process::Ended;

/// The status with which Go ends a process that panicked. Programs may end with it too.
const STATUS: i32 = 2;
/// Begins the report of Go's runtime on its own end: a panic, a fatal error, a signal that it does not survive.
const MARKS: [&str; 6] = ["panic: ", "fatal error: ", "SIGSEGV: ", "SIGBUS: ", "SIGABRT: ", "SIGTRAP: "];
/// Of the log, this much is looked at.
const LOG_BYTES: u64 = 4 << 20;
/// Of a report, this much is passed on.
const REPORT_BYTES: usize = 400;

/// Why the runtime itself must have ended, if it did not end as its program does: it never ends by a signal of the program's,
/// and a panic is one only if both its status and its log say so. Ordinary lines get into that log as well, some at a program's
/// request.
pub(super) fn breakage(ended: Ended, log: &Path) -> Option<String> {
    match ended {
        Ended::Signal(signal) => Some(format!("gVisor was ended from outside by signal {signal}")),
        Ended::Code(STATUS) => report(&read(log)).map(|report| format!("gVisor panicked: {report}")),
        Ended::Code(_) => None,
    }
}

fn read(log: &Path) -> String {
    let mut bytes = Vec::new();
    // One that cannot be read proves nothing.
    let _ = File::open(log).and_then(|file| file.take(LOG_BYTES).read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The beginning of the report in a panic log. A stack alone is none: gVisor also logs the stacks of what takes long.
fn report(log: &str) -> Option<String> {
    let is_mark = |line: &str| MARKS.iter().any(|mark| line.starts_with(mark));
    let mut report = log.lines().skip_while(|line| !is_mark(line)).collect::<Vec<_>>().join("\n");
    report.truncate(report.floor_char_boundary(REPORT_BYTES));
    Some(report).filter(|report| !report.is_empty())
}

#[cfg(test)]
mod tests;
