//! Runs of instrumented programs by the Python of this machine.

use std::io::Write as _;
use std::process::{Command, Stdio};

use code_remote_complexity::Fit;
use code_remote_complexity::measure::{Schedule, derive_inputs, instrument};

/// Seconds of processor time and KiB of memory of one run.
const LIMITS: &str = "ulimit -t 2; ulimit -v 1000000; exec python3 -I -c \"$1\"";
/// A word that no program contains.
const MARK: &str = "stepsofthisrunare";

/// Measures a program, if it can be run.
pub fn measure(source: &str) -> Option<Fit> {
    let program = instrument(source, MARK)?;
    let inputs = derive_inputs(source)?;
    let mut schedule = Schedule::default();
    while let Some(size) = schedule.next_size() {
        let output = run(&program.source, &inputs.of_size(size));
        schedule.record(output.and_then(|output| program.point(size, &output)));
    }
    Some(schedule.finish())
}

/// What a run prints, if it ends well.
fn run(source: &str, stdin: &str) -> Option<String> {
    let mut command = Command::new("sh");
    command.args(["-c", LIMITS, "sh", source]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let mut pipe = child.stdin.take()?;
    let text = stdin.to_owned();
    let writer = std::thread::spawn(move || pipe.write_all(text.as_bytes()));
    let output = child.wait_with_output().ok()?;
    // A program may end without reading everything.
    let _ = writer.join();
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
