//! The functions that a counted program begins with.
//!
//! They never run anything of the program's: what a value is they tell by its type alone, and what they call they took
//! before the program could put something else under its name.

use super::STEPS_MAX;

/// The functions. What they are called starts with `mark_`, which is replaced by the word of the run.
///
/// `n` holds the steps; `p` the most that was held so far, what the calls hold, the places looked at, the steps of
/// bodies, and the step of the next look.
const COUNTING: &str = include_str!("counting.py");
/// Containers and parts of them looked at in one run to count what is held, at most; beyond it a run has no such count.
const LOOKS_MAX: u32 = 400_000;

/// All functions, each under a name that starts with the mark. `names` are the variables of the module, each in a
/// function of its own.
pub(super) fn prelude(mark: &str, names: &str) -> String {
    let text = COUNTING.replace("STEPS_MAX", &STEPS_MAX.to_string()).replace("LOOKS_MAX", &LOOKS_MAX.to_string());
    let text = format!("{text}mark_m = ({names})\n");
    // Blank lines are for readers of the file.
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    format!("{}\n", lines.join("\n")).replace("'mark_'", &format!("'{mark}'")).replace("mark_", mark)
}
