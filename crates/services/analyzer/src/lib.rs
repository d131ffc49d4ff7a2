//! Says how a program's time and space grow.
//!
//! [`Analyzer`] asks the syntax tree first, which always answers, then measured runs, and then a language model, each
//! within a budget. Nothing here delays or changes a job: whatever fails, the other sources still answer, and the report
//! says in a sentence what was missing. It implements [`complexity::ComplexityAnalyzer`], and so does [`GrpcAnalyzer`],
//! which asks another process.
//!
//! 1. `evidence`: the tree and the runs; `measuring` spends the time, [`ProgramRuns`] runs, [`JobRuns`] as ordinary jobs.
//! 2. `explain`: the model. What it says is read strictly and changes nothing that the evidence contradicts.
//! 3. `memory`: answers that are known.
//! 4. `grpc`: the same over a network.
//!
//! To add a source of evidence, give it a port beside [`ProgramRuns`], ask it in `evidence`, and weigh it in
//! `complexity::combine`.

mod analyzer;
mod evidence;
mod explain;
mod grpc;
mod job_runs;
mod measuring;
mod memory;
mod metrics;
mod notices;
mod origin;
mod pieces;
mod runs;
mod settings;

pub use analyzer::{Analyzer, Ports};
pub use explain::PROMPT_VERSION;
pub use grpc::{BadAddress, ClientTls, GrpcAnalyzer, GrpcBounds, Identity, ServerTls, TlsError, serve};
pub use job_runs::{JobPorts, JobRuns, JobSettings, OWNER};
pub use metrics::AnalyzerMetrics;
pub use runs::{ProgramRuns, RunError};
pub use settings::{ModelBounds, Settings};
