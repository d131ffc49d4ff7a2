//! Runs of one program at growing sizes, within a budget.

use std::time::Duration;

use complexity::Fit;
use complexity::measure::{Instrumented, Schedule};
use futures_util::StreamExt as _;
use futures_util::stream;
use tokio::time::Instant;

use crate::{ProgramRuns, RunError, Sized};

/// Inputs of a caller that are run, at most.
const GIVEN_MAX: usize = 16;

/// Gives the input of each size, if there is one.
pub(crate) type InputOf<'i> = &'i (dyn Fn(u64) -> Option<String> + Sync);

/// What measuring may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    pub wall: Duration,
    pub parallel: usize,
}

/// Runs a program until the points suffice or the budget is used up.
pub(crate) async fn measure(
    runs: &dyn ProgramRuns,
    program: &Instrumented,
    input_of: InputOf<'_>,
    budget: Budget,
) -> Result<Fit, RunError> {
    let deadline = Instant::now() + budget.wall;
    let mut schedule = Schedule::default();
    while schedule.next_size().is_some() {
        let sizes = schedule.next_sizes(budget.parallel);
        let batch = stream::iter(sizes.clone()).map(|size| one(runs, program, input_of(size)));
        let outputs = batch.buffered(budget.parallel.max(1)).collect::<Vec<_>>();
        let Ok(outputs) = tokio::time::timeout_at(deadline, outputs).await else { break };
        for (size, output) in sizes.into_iter().zip(outputs) {
            if let Err(error @ RunError::Unavailable(_)) = output {
                return Err(error);
            }
            // A run that failed may have sent the schedule elsewhere: the rest of the batch is of no use then.
            if schedule.next_size() == Some(size) {
                schedule.record_run(program, size, output.ok().as_deref());
            }
        }
    }
    Ok(schedule.finish())
}

async fn one(runs: &dyn ProgramRuns, program: &Instrumented, input: Option<String>) -> Result<String, RunError> {
    match input {
        Some(input) => runs.run(&program.source, &input).await,
        None => Err(RunError::Failed),
    }
}

/// Runs a program with the caller's own inputs.
pub(crate) async fn measure_given(
    runs: &dyn ProgramRuns,
    program: &Instrumented,
    inputs: &[Sized],
    budget: Budget,
) -> Result<Fit, RunError> {
    let deadline = Instant::now() + budget.wall;
    let mut points = Vec::new();
    let given = inputs.iter().take(GIVEN_MAX);
    let mut outputs = stream::iter(given.clone().map(|input| one(runs, program, Some(input.stdin.clone()))))
        .buffered(budget.parallel.max(1));
    for input in given {
        match tokio::time::timeout_at(deadline, outputs.next()).await {
            Ok(Some(Ok(output))) => points.extend(program.point(input.size, &output)),
            Ok(Some(Err(RunError::Failed))) => {}
            Ok(Some(Err(error))) => return Err(error),
            Ok(None) | Err(_) => break,
        }
    }
    Ok(complexity::fit(&points))
}
