//! Runs of one program at growing sizes, within a budget.

use std::time::Duration;

use complexity::measure::{Counts, Instrumented, Schedule};
use complexity::{Fit, SizedInput};
use domain::Origin;
use futures_util::StreamExt as _;
use futures_util::stream;
use tokio::time::{Instant, timeout_at};

use crate::notices::{InputsOf, Lost, about_runs};
use crate::{AnalyzerMetrics, ProgramRuns, RunError};

/// Points that show a class.
const POINTS_ENOUGH: usize = 6;
/// Inputs of a caller that are run, at most.
const GIVEN_MAX: usize = 16;

/// Where a program is run, who has it run, and who counts.
#[derive(Clone, Copy)]
pub(crate) struct Runs<'r> {
    pub sandboxes: &'r dyn ProgramRuns,
    pub origin: &'r Origin,
    pub metrics: &'r AnalyzerMetrics,
}

/// Gives the input of each size, if there is one.
pub(crate) type InputOf<'i> = &'i (dyn Fn(u64) -> Option<String> + Sync);

/// What measuring may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    pub wall: Duration,
    /// When so many points are there that nobody should wait for more.
    pub enough_after: Duration,
    pub parallel: usize,
}

impl Budget {
    fn wall_with(&self, points: usize) -> Duration {
        if points >= POINTS_ENOUGH { self.enough_after.min(self.wall) } else { self.wall }
    }
}

/// What came of the runs.
#[derive(Debug)]
pub(crate) struct Measured {
    pub fit: Fit,
    /// Whether every run that was wanted ended within the budget.
    pub in_time: bool,
    /// What to say of runs that gave no point.
    pub notices: Vec<String>,
}

/// What a run that ended says, or why it says nothing.
fn counted(program: &Instrumented, output: Result<&str, &RunError>) -> Option<Lost> {
    match output.map(|stdout| program.counts(stdout)) {
        Ok(Counts::Steps(..)) => None,
        Ok(Counts::TooMany) => Some(Lost::TooMany),
        Ok(Counts::None) => Some(Lost::Uncounted),
        Err(_) => Some(Lost::Failed),
    }
}

/// Runs a program until the points suffice or the budget is used up.
pub(crate) async fn measure(
    runs: Runs<'_>,
    program: &Instrumented,
    input_of: InputOf<'_>,
    budget: Budget,
) -> Result<Measured, RunError> {
    let (begun, mut points, mut lost) = (Instant::now(), 0, Vec::new());
    let mut schedule = Schedule::default();
    let mut in_time = true;
    'sizes: while schedule.next_size().is_some() {
        let sizes = schedule.next_sizes(budget.parallel);
        let batch = stream::iter(sizes.clone()).map(|size| one(runs, program, input_of(size)));
        let mut outputs = batch.buffered(budget.parallel.max(1));
        for size in sizes {
            let Ok(Some(output)) = timeout_at(begun + budget.wall_with(points), outputs.next()).await else {
                in_time = false;
                break 'sizes;
            };
            match output {
                Err(RunError::NotTaken) if points > 0 || !lost.is_empty() => {
                    in_time = false;
                    break 'sizes;
                }
                Err(error @ (RunError::NotTaken | RunError::Unavailable(_))) => return Err(error),
                _ => {}
            }
            // A run that failed may have sent the schedule elsewhere: the rest of the batch is of no use then.
            if schedule.next_size() != Some(size) {
                break;
            }
            lost.extend(counted(program, output.as_deref()).map(|why| (size, why)));
            points += usize::from(schedule.record_run(program, size, output.ok().as_deref()));
        }
    }
    let notices = if in_time || !lost.is_empty() { about_runs(&lost, points, InputsOf::Analyzer) } else { Vec::new() };
    Ok(Measured { fit: schedule.finish(), in_time, notices })
}

async fn one(runs: Runs<'_>, program: &Instrumented, input: Option<String>) -> Result<String, RunError> {
    let Some(input) = input else { return Err(RunError::Failed) };
    let output = runs.sandboxes.run(&program.source, &input, runs.origin).await;
    runs.metrics.ran(output.as_ref().map(|_| ()));
    output
}

/// Runs a program with the caller's own inputs.
pub(crate) async fn measure_given(
    runs: Runs<'_>,
    program: &Instrumented,
    inputs: &[SizedInput],
    budget: Budget,
) -> Result<Measured, RunError> {
    let deadline = Instant::now() + budget.wall;
    let (mut points, mut space, mut lost, mut in_time) = (Vec::new(), Vec::new(), Vec::new(), true);
    let given = inputs.iter().take(GIVEN_MAX);
    let texts: Vec<String> = given.clone().map(|input| input.stdin.clone()).collect();
    let mut outputs = stream::iter(texts).map(|stdin| one(runs, program, Some(stdin))).buffered(budget.parallel.max(1));
    for input in given {
        let output = match timeout_at(deadline, outputs.next()).await {
            Ok(Some(Err(RunError::NotTaken))) if !points.is_empty() || !lost.is_empty() => {
                in_time = false;
                break;
            }
            Ok(Some(Err(error @ (RunError::NotTaken | RunError::Unavailable(_))))) => return Err(error),
            Ok(Some(output)) => output,
            Ok(None) => break,
            Err(_) => {
                in_time = false;
                break;
            }
        };
        lost.extend(counted(program, output.as_deref()).map(|why| (input.size, why)));
        let stdout = output.unwrap_or_default();
        points.extend(program.point(input.size, &stdout));
        space.extend(program.space_point(input.size, &stdout));
    }
    let notices =
        if in_time || !lost.is_empty() { about_runs(&lost, points.len(), InputsOf::Caller) } else { Vec::new() };
    let space = (!space.is_empty()).then(|| Box::new(complexity::fit(&space)));
    Ok(Measured { fit: Fit { space, ..complexity::fit(&points) }, in_time, notices })
}
