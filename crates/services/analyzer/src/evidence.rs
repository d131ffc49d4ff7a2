//! What the tree and the runs say.

use std::sync::Arc;

use complexity::measure::{Instrumented, derive_inputs, instrument};
use complexity::{Analysis, AnalysisRequest, Class, StaticAnalysis, analyze, combine};

use crate::measuring::{Budget, Measured, measure, measure_given};
use crate::{ProgramRuns, RunError, Settings};

/// Starts of the word that marks the count in a program's output; the first that the program does not contain is used.
const MARKS: [&str; 4] = ["stepcount", "countofsteps", "stepsofthisrun", "thisrunhassteps"];

/// Where evidence is looked for.
pub(crate) struct Evidence {
    settings: Settings,
    runs: Option<Arc<dyn ProgramRuns>>,
}

/// What was found.
pub(crate) struct Found {
    pub(crate) analysis: Analysis,
    pub(crate) notices: Vec<String>,
    /// Whether asking again would find the same.
    pub(crate) whole: bool,
}

impl Found {
    fn lacks(&mut self, notice: &str) {
        self.notices.push(notice.to_owned());
        self.whole = false;
    }
}

impl Evidence {
    pub(crate) fn new(settings: Settings, runs: Option<Arc<dyn ProgramRuns>>) -> Self {
        Self { settings, runs }
    }

    pub(crate) fn measures(&self) -> bool {
        self.runs.is_some()
    }

    /// Asks both. Whatever one does, the other still answers.
    pub(crate) async fn find(&self, request: &AnalysisRequest) -> Found {
        let (statics, measured) = tokio::join!(self.look(&request.source), self.measured(request));
        let mut found = Found { analysis: combine(statics, None), notices: Vec::new(), whole: true };
        match measured {
            Ok(None) => {}
            Ok(Some(Measured { fit, in_time })) => {
                if !in_time && fit.class == Class::Unknown {
                    found.lacks("The measured runs did not end in time.");
                }
                found.analysis = combine(found.analysis.statics, Some(fit));
            }
            Err(error) => {
                tracing::warn!(error = %error, "analysis goes on without measured runs");
                found.lacks("The program could not be measured right now.");
            }
        }
        found
    }

    /// What the tree says, away from the threads that serve others.
    async fn look(&self, source: &str) -> StaticAnalysis {
        let source = if source.len() > self.settings.source_bytes_max { String::from("(") } else { source.to_owned() };
        let looked = tokio::task::spawn_blocking(move || analyze(&source)).await;
        looked.unwrap_or_else(|_| analyze("("))
    }

    /// What runs say, if there may be any and they get anywhere.
    async fn measured(&self, request: &AnalysisRequest) -> Result<Option<Measured>, RunError> {
        let Some(runs) = self.runs.as_ref().filter(|_| request.measure) else { return Ok(None) };
        let Some(program) = self.instrumented(&request.source).await else { return Ok(None) };
        let budget = Budget {
            wall: self.settings.measuring,
            enough_after: self.settings.enough_after,
            parallel: self.settings.parallel_runs,
        };
        if !request.inputs.is_empty() {
            return measure_given(&**runs, &program, &request.inputs, budget).await.map(Some);
        }
        let source = request.source.clone();
        let derived = tokio::task::spawn_blocking(move || derive_inputs(&source)).await;
        let Some(derived) = derived.ok().flatten() else { return Ok(None) };
        measure(&**runs, &program, &|size| Some(derived.of_size(size)), budget).await.map(Some)
    }

    /// The program with its counting, if it stays within the bounds.
    async fn instrumented(&self, source: &str) -> Option<Instrumented> {
        if source.len() > self.settings.source_bytes_max {
            return None;
        }
        let source = source.to_owned();
        let program =
            tokio::task::spawn_blocking(move || MARKS.iter().find_map(|mark| instrument(&source, mark).ok())).await;
        program.ok().flatten().filter(|program| program.source.len() <= self.settings.instrumented_bytes_max)
    }
}
