//! `GET /v1/jobs/{id}`: one job, at once or when it has ended.

use std::{sync::Arc, time::Duration};

use axum::{extract::State, response::Response};

use super::JobPath;
use crate::{
    Settings,
    auth::Caller,
    document::respond,
    error::{ErrorBody, RouteError},
    jobs::Jobs,
    query::Params,
    result::JobResult,
    state::Waiting,
};

/// One job
#[utoipa::path(
    get, path = "/v1/jobs/{id}", tag = "Jobs",
    params(
        ("id" = String, Path, format = "uuid"),
        ("wait" = Option<f64>, Query, minimum = 0, maximum = 60, description = "Seconds to wait for the job's end"),
    ),
    responses(
        (status = 200, description = "As it is when it has ended or the time is over", body = JobResult),
        (status = 404, description = "The caller has no such job", body = ErrorBody),
        (status = 422, description = "`wait` is not a number of seconds within the bound", body = ErrorBody),
        (status = 429, description = "The caller has too many requests waiting", body = ErrorBody),
        (status = 503, description = "The store is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn get_job(
    caller: Caller,
    JobPath(id): JobPath,
    params: Params,
    State(settings): State<Arc<Settings>>,
    State(jobs): State<Arc<Jobs>>,
    State(Waiting(places)): State<Waiting>,
) -> Result<Response, RouteError> {
    if let Some(time) = wait(&params, settings.poll_wait_max)? {
        let _place = places.take(caller.id())?;
        jobs.wait(caller.id(), id, jobs.watch(id), time).await?;
    }
    respond(jobs.show(caller.id(), id).await?).await
}

fn wait(params: &Params, max: Duration) -> Result<Option<Duration>, RouteError> {
    let must = format!("must be a number of seconds from 0 to {}", max.as_secs_f64());
    params.read("wait", &must, |text| {
        let seconds = text.parse().ok()?;
        Duration::try_from_secs_f64(seconds).ok().filter(|time| *time <= max)
    })
}
