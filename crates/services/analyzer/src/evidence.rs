//! What the tree and the runs say.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

use complexity::measure::{Growing, Instrumented, growing, instrument, reads_input};
use complexity::{Analysis, AnalysisRequest, Class, StaticAnalysis, analyze, combine};

use crate::measuring::{Budget, Measured, Runs, measure, measure_given};
use crate::notices::{about_constants, not_analysed, not_measured};
use crate::{AnalyzerMetrics, ProgramRuns, RunError, Settings, origin};

/// Where evidence is looked for.
pub(crate) struct Evidence {
    settings: Settings,
    runs: Option<Arc<dyn ProgramRuns>>,
    metrics: AnalyzerMetrics,
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
    pub(crate) fn new(settings: Settings, runs: Option<Arc<dyn ProgramRuns>>, metrics: AnalyzerMetrics) -> Self {
        Self { settings, runs, metrics }
    }

    pub(crate) fn measures(&self) -> bool {
        self.runs.is_some()
    }

    /// Asks both. Whatever one does, the other still answers.
    pub(crate) async fn find(&self, request: &AnalysisRequest) -> Found {
        let (statics, measured) = tokio::join!(self.look(&request.source), self.measured(request));
        let unseen = not_analysed(&statics, &request.source, self.settings.source_bytes_max);
        let mut found = Found { analysis: combine(statics, None), notices: unseen.into_iter().collect(), whole: true };
        match measured {
            Ok(Seen::Nothing) => {}
            // What keeps the tree from saying anything keeps the program from being counted.
            Ok(Seen::NotRun(_)) if !found.notices.is_empty() => {}
            Ok(Seen::NotRun(why)) => found.notices.push(not_measured(&why)),
            Ok(Seen::Runs(Measured { fit, in_time, notices })) => {
                if !in_time && fit.class == Class::Unknown {
                    found.lacks("The measured runs did not end in time.");
                }
                found.notices.extend(notices);
                found.analysis = combine(found.analysis.statics, Some(fit));
            }
            Err(error) => {
                tracing::warn!(error = %error, "analysis goes on without measured runs");
                found.lacks(match error {
                    RunError::NotTaken => "The program could not be measured: no executor took its runs in time.",
                    _ => "The program could not be measured right now.",
                });
            }
        }
        found
    }

    /// What the tree says, away from the threads that serve others.
    async fn look(&self, source: &str) -> StaticAnalysis {
        let nothing = source.trim().is_empty() || source.len() > self.settings.source_bytes_max;
        let source = if nothing { String::from("(") } else { source.to_owned() };
        let looked = tokio::task::spawn_blocking(move || analyze(&source)).await;
        looked.unwrap_or_else(|_| analyze("("))
    }

    /// What runs say, if there may be any and they get anywhere.
    async fn measured(&self, request: &AnalysisRequest) -> Result<Seen, RunError> {
        let Some(runs) = self.runs.as_ref().filter(|_| request.measure) else { return Ok(Seen::Nothing) };
        let budget = Budget {
            wall: self.settings.measuring,
            enough_after: self.settings.enough_after,
            parallel: self.settings.parallel_runs,
        };
        let runs = Runs { sandboxes: &**runs, origin: &origin::of(request), metrics: &self.metrics };
        if !request.inputs.is_empty() {
            return match self.instrumented(request.source.clone()).await {
                Ok(program) => measure_given(runs, &program, &request.inputs, budget).await.map(Seen::Runs),
                Err(why) => Ok(Seen::NotRun(why)),
            };
        }
        let (growing, program) = match self.growing(request.source.clone()).await {
            Ok(found) => found,
            Err(why) => return Ok(Seen::NotRun(why)),
        };
        let mut measured = measure(runs, &program, &|size| Some(growing.inputs.of_size(size)), budget).await?;
        measured.notices.extend(about_constants(&growing.constants));
        Ok(Seen::Runs(measured))
    }

    /// What of the program grows, and that with its counting.
    async fn growing(&self, source: String) -> Result<(Growing, Instrumented), String> {
        // Why the program itself is not counted says more than what comes after it.
        self.instrumented(source.clone()).await?;
        let grown = tokio::task::spawn_blocking(move || growing(&source).ok_or_else(|| what_lacks(&source))).await;
        let growing = grown.map_err(|_| "it cannot be read".to_owned())??;
        let program = self.instrumented(growing.source.clone()).await?;
        Ok((growing, program))
    }

    /// The program with its counting, if it stays within the bounds; or why not.
    async fn instrumented(&self, source: String) -> Result<Instrumented, String> {
        if source.len() > self.settings.source_bytes_max {
            return Err("it is too long".to_owned());
        }
        let program = tokio::task::spawn_blocking(move || instrument(&source, &unguessable_word())).await;
        let program = program.map_err(|_| "it cannot be read".to_owned())?.map_err(|refused| refused.to_string())?;
        let fits = program.source.len() <= self.settings.instrumented_bytes_max;
        if fits { Ok(program) } else { Err("it is too long with the counting written into it".to_owned()) }
    }
}

/// Why no input can be made for a program.
fn what_lacks(source: &str) -> String {
    let reads = "it reads its input in a way for which none could be made; give `inputs` to have it measured";
    let nothing = "it reads no input and has no constant that could grow";
    (if reads_input(source) { reads } else { nothing }).to_owned()
}

/// What came of measuring.
enum Seen {
    /// Nobody asked for it.
    Nothing,
    /// Why there was no run.
    NotRun(String),
    Runs(Measured),
}

/// A word that no program can know before it runs, so that none can name what counts it, or print counts of its own.
fn unguessable_word() -> String {
    // Keyed by chance that the operating system gives, and different at each call.
    let word = format!("{:016x}", RandomState::new().hash_one(0));
    word.bytes().map(|byte| char::from(if byte.is_ascii_digit() { byte - b'0' + b'g' } else { byte })).collect()
}
