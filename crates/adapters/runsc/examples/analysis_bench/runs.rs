//! Runs of instrumented programs: by the Python of this machine, or each in a sandbox of its own.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use code_remote_runsc::RunscDriver;
use complexity::Fit;
use complexity::measure::{Inputs, Instrumented, Schedule, growing, instrument};
use domain::{ByteString, ExecutionSpec, Exit, Imports, Limits, Program, Sandbox, SandboxDriver};
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// Seconds of processor time and KiB of memory of one run outside of a sandbox.
const LIMITS: &str = "ulimit -t 2; ulimit -v 1000000; exec python3 -I -c \"$1\"";
/// A word that no program contains.
const MARK: &str = "stepsofthisrunare";
/// What the analyzer gives all runs of one program, by default.
const BUDGET: Duration = Duration::from_secs(4);
/// How many runs of one program the analyzer has at once, by default.
const PARALLEL: usize = 4;
/// Points that show a class: nobody waits long for more.
const POINTS_ENOUGH: usize = 6;
/// How long the first of them may take.
const ENOUGH_AFTER: Duration = Duration::from_secs(1);

/// Where programs run.
pub enum Runs {
    Nowhere,
    /// Without isolation: only for programs that are trusted.
    Local,
    Sandboxes(RunscDriver),
}

impl Runs {
    /// Measures a program, if it can be run.
    pub async fn measure(&self, source: &str) -> Option<Fit> {
        let growing = growing(source)?;
        let (program, inputs) = (instrument(&growing.source, MARK).ok()?, growing.inputs);
        match self {
            Self::Nowhere => None,
            Self::Local => Some(locally(&program, &inputs)),
            Self::Sandboxes(driver) => Some(isolated(driver, &program, &inputs).await),
        }
    }
}

fn locally(program: &Instrumented, inputs: &Inputs) -> Fit {
    let mut schedule = Schedule::default();
    while let Some(size) = schedule.next_size() {
        let output = run(&program.source, &inputs.of_size(size));
        schedule.record_run(program, size, output.as_deref());
    }
    schedule.finish()
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

/// As the analyzer does: so many at once, each in a sandbox that nothing else uses, within a budget.
async fn isolated(driver: &RunscDriver, program: &Instrumented, inputs: &Inputs) -> Fit {
    let begun = Instant::now();
    let mut schedule = Schedule::default();
    let mut points = 0;
    while schedule.next_size().is_some() {
        let sizes = schedule.next_sizes(PARALLEL);
        let runs = sizes.iter().map(|size| in_sandbox(driver, &program.source, inputs.of_size(*size)));
        let runs = futures_util::future::join_all(runs);
        let budget = if points >= POINTS_ENOUGH { ENOUGH_AFTER } else { BUDGET };
        let Ok(outputs) = tokio::time::timeout(budget.saturating_sub(begun.elapsed()), runs).await else { break };
        for (size, output) in sizes.into_iter().zip(outputs) {
            if schedule.next_size() == Some(size) {
                points += usize::from(output.is_some());
                schedule.record_run(program, size, output.as_deref());
            }
        }
    }
    schedule.finish()
}

/// What a program prints in a sandbox, if it ends well.
async fn in_sandbox(driver: &RunscDriver, source: &str, stdin: String) -> Option<String> {
    let limits = Limits { wall_time_ms: 2_000, ..Limits::default() };
    let spec = ExecutionSpec {
        language: "python".to_owned(),
        source: source.to_owned(),
        stdin: ByteString(stdin.into_bytes()),
        args: Vec::new(),
        files: Vec::new(),
        imports: Imports::Whitelist,
        limits: limits.clone(),
    };
    let mut sandbox = driver.start().await.ok()?;
    let wall = Duration::from_millis(limits.wall_time_ms);
    let output = tokio::time::timeout(wall, outcome(&mut *sandbox, &spec)).await;
    // One that cannot be removed is swept by the next driver.
    let _ = sandbox.destroy().await;
    output.ok().flatten()
}

async fn outcome(sandbox: &mut dyn Sandbox, spec: &ExecutionSpec) -> Option<String> {
    let process = sandbox.run(Program(spec), &spec.limits).await.ok()?;
    let (out, _) = tokio::join!(all(process.stdout), all(process.stderr));
    let evidence = sandbox.wait().await.ok()?;
    (evidence.exit == Exit::Code(0)).then(|| String::from_utf8_lossy(&out).into_owned())
}

async fn all(mut stream: Box<dyn AsyncRead + Send + Unpin>) -> Vec<u8> {
    let mut out = Vec::new();
    // What came before an error is what there is.
    let _ = stream.read_to_end(&mut out).await;
    out
}
