//! What is said of runs that gave no point.

use complexity::measure::STEPS_MAX;
use complexity::{Class, StaticAnalysis};

/// Points without which no class is seen.
const POINTS_MIN: usize = 4;

/// Why a run gave no point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lost {
    /// It ended badly or met a limit.
    Failed,
    /// It took too many steps.
    TooMany,
    /// Its count is not in what it printed: that was cut off, or went elsewhere.
    Uncounted,
}

/// Whose the inputs were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InputsOf {
    Caller,
    Analyzer,
}

/// A sentence for each way in which runs gave nothing.
pub(crate) fn about_runs(lost: &[(u64, Lost)], points: usize, inputs: InputsOf) -> Vec<String> {
    let mut notices = Vec::new();
    for (way, what) in [
        (Lost::Failed, "The program failed or met a limit".to_owned()),
        (Lost::TooMany, format!("The program was stopped after {STEPS_MAX} steps")),
        (Lost::Uncounted, "The program printed too much for its steps to be told, or hid its output,".to_owned()),
    ] {
        let sizes: Vec<String> = lost.iter().filter(|(_, own)| *own == way).map(|(size, _)| size.to_string()).collect();
        if !sizes.is_empty() {
            let whose = match inputs {
                InputsOf::Caller => "the given inputs",
                InputsOf::Analyzer => "inputs that were made for it,",
            };
            notices.push(format!("{what} with {whose} of size {}.", sizes.join(", ")));
        }
    }
    if points < POINTS_MIN {
        notices.push(format!("Only {points} of the measured runs gave a count; a class needs {POINTS_MIN}."));
    }
    notices
}

/// Why the tree says nothing, where it does not.
pub(crate) fn not_analysed(statics: &StaticAnalysis, source: &str, bytes_max: usize) -> Option<String> {
    let bytes = source.len();
    if source.trim().is_empty() {
        return Some("The program was not analysed: it is empty.".to_owned());
    }
    if bytes > bytes_max {
        return Some(format!(
            "The program was not analysed: it has {bytes} bytes, and no more than {bytes_max} may be."
        ));
    }
    let why = statics.reasons.first().filter(|_| statics.time.class == Class::Unknown)?;
    Some(format!("The program was not analysed: {}.", why.text))
}

/// Why there were no runs at all.
pub(crate) fn not_measured(why: &str) -> String {
    format!("The program was not measured: {why}.")
}

/// That the program was measured with other constants than its own.
pub(crate) fn about_constants(lines: &[usize]) -> Option<String> {
    let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
    let what = if lines.len() == 1 { "the constant in line" } else { "the constants in lines" };
    (!lines.is_empty())
        .then(|| format!("The program reads no input: {what} {} grew in the measured runs.", lines.join(", ")))
}
