//! The use case.

use std::sync::Arc;

use complexity::measure::{derive_inputs, instrument};
use complexity::{Analysis, Fit, StaticAnalysis, analyze, combine};
use tokio::sync::Semaphore;

use crate::measuring::{Budget, measure};
use crate::{ProgramRuns, Settings};

/// Starts of the word that marks the count in a program's output; the first that the program does not contain is used.
const MARKS: [&str; 4] = ["stepcount", "countofsteps", "stepsofthisrun", "thisrunhassteps"];

/// As many analyses run as may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many analyses at once")]
pub struct Busy;

/// An input of a size, given by the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sized {
    /// What the points are plotted over.
    pub size: u64,
    /// Standard input.
    pub stdin: String,
}

/// What is to be analysed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The program.
    pub source: String,
    /// Whether it may be run. The caller has asked the language check before.
    pub measure: bool,
    /// Inputs to measure with; without any they are derived from the program.
    pub inputs: Vec<Sized>,
}

/// Answers how programs grow.
pub struct Analyzer {
    settings: Settings,
    runs: Option<Arc<dyn ProgramRuns>>,
    places: Semaphore,
}

impl Analyzer {
    /// Without runs, only the tree is asked.
    pub fn new(settings: Settings, runs: Option<Arc<dyn ProgramRuns>>) -> Self {
        let places = Semaphore::new(settings.analyses_max);
        Self { settings, runs, places }
    }

    /// Analyses a program. Whatever a source of evidence does, the others still answer.
    pub async fn analyze(&self, request: Request) -> Result<Analysis, Busy> {
        let _place = self.places.try_acquire().map_err(|_| Busy)?;
        let statics = self.look(&request.source).await;
        let measured = self.measured(&request).await;
        Ok(combine(statics, measured))
    }

    /// What the tree says, away from the threads that serve others.
    async fn look(&self, source: &str) -> StaticAnalysis {
        let source = if source.len() > self.settings.source_bytes_max { String::from("(") } else { source.to_owned() };
        let looked = tokio::task::spawn_blocking(move || analyze(&source)).await;
        looked.unwrap_or_else(|_| analyze("("))
    }

    /// What runs say, if there may be any and they get anywhere.
    async fn measured(&self, request: &Request) -> Option<Fit> {
        let runs = self.runs.as_ref().filter(|_| request.measure)?;
        if request.source.len() > self.settings.source_bytes_max {
            return None;
        }
        let program = MARKS.iter().find_map(|mark| instrument(&request.source, mark))?;
        let budget = Budget { wall: self.settings.measuring, parallel: self.settings.parallel_runs };
        let derived = derive_inputs(&request.source);
        let input_of = |size| derived.as_ref().map(|inputs| inputs.of_size(size));
        let fit = if request.inputs.is_empty() {
            derived.as_ref()?;
            measure(&**runs, &program, &input_of, budget).await
        } else {
            crate::measuring::measure_given(&**runs, &program, &request.inputs, budget).await
        };
        fit.inspect_err(|error| tracing::warn!(error = %error, "analysis goes on without measured runs")).ok()
    }
}
