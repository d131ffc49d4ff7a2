//! `POST /execute`: run code and wait for its result.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};

use domain::Job;
use serde::Serialize;
use utoipa::ToSchema;

use super::jobs::create::{location, replayed};
use crate::{
    Settings,
    analysis::{Analyses, AnalysisDocument, Beside, Question},
    asked::Asked,
    audit::Came,
    auth::Caller,
    document::respond_as,
    error::{ErrorBody, RouteError},
    idempotency::Key,
    jobs::Jobs,
    result::{JobBrief, JobResult},
    state::Waiting,
    submission::{Submission, SubmissionBody},
    submit::Submissions,
};

/// A job, and how its program grows when that was asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ExecuteResult)]
pub struct ExecuteDocument {
    #[serde(flatten)]
    result: JobResult,
    /// How the program grows; null when that is not known. Absent unless the request had `analyze`.
    analysis: Option<AnalysisDocument>,
    /// Why it is not known, in a sentence. Absent unless the request had `analyze`.
    analysis_error: Option<String>,
}

impl ExecuteDocument {
    fn new(job: Job, analysed: Result<AnalysisDocument, String>) -> Self {
        let (analysis, analysis_error) = match analysed {
            Ok(analysis) => (Some(analysis), None),
            Err(why) => (None, Some(why)),
        };
        Self { result: job.into(), analysis, analysis_error }
    }
}

/// A job, as far as its caller may see it, and with what else was asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ExecuteAnswer)]
#[serde(untagged)]
pub enum ExecuteAnswer {
    /// To a request with `analyze`.
    Analyzed(Box<ExecuteDocument>),
    /// To any other.
    Plain(Box<JobResult>),
    /// To a repeated request with an API key without `jobs:read`.
    Brief(JobBrief),
}

impl ExecuteAnswer {
    fn whole(job: Job, analyzed: Option<Result<AnalysisDocument, String>>) -> Self {
        match analyzed {
            Some(analyzed) => Self::Analyzed(Box::new(ExecuteDocument::new(job, analyzed))),
            None => Self::Plain(Box::new(job.into())),
        }
    }
}

/// Run code and wait for its result
///
/// A program that fails, a refusal by the policy and a syntax error are answers like any other: 200 with
/// `success: false`. The job goes on when the client goes away; its result is kept. With `analyze` the answer also tells
/// how the program grows; that is found out beside the run, and waited for at most ten seconds longer. A request that is sent
/// again under its `Idempotency-Key` with an API key without `jobs:read` is answered where the job is, and nothing of its
/// code or output.
#[utoipa::path(
    post, path = "/execute", tag = "Run", request_body = SubmissionBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters: the same key with the same request answers the same job")),
    responses(
        (status = 200, description = "The job has ended", body = ExecuteAnswer,
            headers(("Location" = String, description = "Where the job is"), ("Idempotency-Replayed" = Option<String>, description = "`true` when an earlier request made the job"))),
        (status = 202, description = "The job has not ended within the longest wait; follow it at `Location`", body = ExecuteAnswer, headers(("Location" = String, description = "Where the job is"))),
        (status = 409, description = "The idempotency key belongs to another request", body = ErrorBody),
        (status = 429, description = "The caller has too many jobs waiting; see `Retry-After`", body = ErrorBody),
        (status = 503, description = "The queue is full or the store away; see `Retry-After`", body = ErrorBody),
    )
)]
#[expect(clippy::too_many_arguments, reason = "the parts that a handler asks for")]
pub async fn execute(
    caller: Caller,
    key: Key,
    came: Came,
    State(settings): State<Arc<Settings>>,
    State(submissions): State<Arc<Submissions>>,
    State(jobs): State<Arc<Jobs>>,
    State(analyses): State<Arc<Analyses>>,
    State(Waiting(places)): State<Waiting>,
    Asked(submission): Asked<Submission>,
) -> Result<Response, RouteError> {
    let _place = places.take(caller.id())?;
    let question = submission.analyze.then(|| (came.clone(), Question::about(&submission.spec)));
    let submitted = submissions.submit(caller.id(), submission, key, came).await?;
    let beside = question.map(|(came, question)| Beside::start(analyses, &caller, came, question));
    let (id, was_there) = (submitted.job_id, submitted.replayed);
    if !submitted.refused {
        jobs.wait(caller.id(), id, submitted.watch, settings.execute_wait_max).await?;
    }
    let grows = match beside {
        Some(beside) => Some(beside.finish(settings.analysis_grace).await),
        None => None,
    };
    // What an earlier request made may only be seen by who may look at jobs.
    let (status, document) = if was_there && !caller.reads_jobs() {
        let job = jobs.get(caller.id(), id).await?;
        (job.status, Json(ExecuteAnswer::Brief((&job).into())).into_response())
    } else {
        let shown = jobs.show(caller.id(), id).await?;
        (shown.0.status, respond_as(shown, |job| ExecuteAnswer::whole(job, grows)).await?)
    };
    let status = if status.is_terminal() { StatusCode::OK } else { StatusCode::ACCEPTED };
    Ok((status, location(id), replayed(was_there), document).into_response())
}
