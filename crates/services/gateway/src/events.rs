//! Events as an SSE client sees them.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{Event, EventBody, Job, Outcome};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    ending::Ending,
    result::Ended,
    wire::{
        JobErrorCode, JobStatus, LimitName, ResourceUsage, StreamName, Violation, ms, ms_between, truncated_streams,
        violations,
    },
};

/// The `data` of one event of `GET /v1/jobs/{id}/events`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Event, example = json!({
    "job_id": "01980f3e-5d5c-7c1a-9d5e-2f8f1c0a7b11", "seq": 4, "attempt": 1, "at": "2026-01-15T09:30:00.131Z",
    "type": "output", "stream": "stdout", "text": "45\n"
}))]
pub struct EventMessage {
    /// Whose.
    #[schema(format = "uuid")]
    pub job_id: String,
    /// Number within the job, from 1; also the event's `id`.
    pub seq: u64,
    /// The attempt that wrote it. Output of an attempt before the newest is void.
    pub attempt: u32,
    /// When.
    #[schema(format = "date-time")]
    pub at: String,
    /// What, by `type`, which is also the event's name.
    #[serde(flatten)]
    pub body: MessageBody,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MessageBody {
    /// The status changed.
    Status {
        /// To this.
        status: JobStatus,
    },
    /// The program runs.
    StepStarted {
        /// From 0.
        step: u32,
        /// From the claim until the program was sent.
        startup_time_ms: f64,
    },
    /// The program wrote something.
    Output {
        /// Where.
        stream: StreamName,
        /// What, when it is valid UTF-8 by itself.
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// What, otherwise. A chunk may begin or end inside a character.
        #[serde(skip_serializing_if = "Option::is_none")]
        base64: Option<String>,
    },
    /// The program ended.
    StepFinished {
        /// From 0.
        step: u32,
        /// Its exit code.
        #[schema(required)]
        exit_code: Option<i32>,
        /// The signal that ended it.
        #[schema(required)]
        signal: Option<i32>,
        /// Run time of the program.
        execution_time_ms: f64,
    },
    /// The job ended; always last.
    Done(Box<Done>),
}

/// How a job ended: the result without code, input and output.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Done {
    /// The word.
    pub status: JobStatus,
    /// Whether the program ended with exit code 0 within its limits.
    pub success: bool,
    /// Why it did not succeed, in a sentence.
    #[schema(required)]
    pub error: Option<String>,
    /// The exception's name, where there is one.
    #[schema(required)]
    pub error_type: Option<String>,
    /// Set for a refusal or a fault of the service.
    #[schema(required)]
    pub error_code: Option<JobErrorCode>,
    /// The program's exit code.
    #[schema(required)]
    pub exit_code: Option<i32>,
    /// The signal that ended it.
    #[schema(required)]
    pub signal: Option<i32>,
    /// The limit that ended it or that it ran into.
    #[schema(required)]
    pub limit: Option<LimitName>,
    /// Whether it was stopped at its wall or processor time.
    pub timed_out: bool,
    /// Whether any output stream was cut.
    pub truncated: bool,
    /// Which.
    pub truncated_streams: Vec<StreamName>,
    /// Run time of the program in milliseconds.
    #[schema(required)]
    pub execution_time_ms: Option<f64>,
    /// From acceptance until an executor took it.
    #[schema(required)]
    pub queue_time_ms: Option<f64>,
    /// From then until the program was sent.
    #[schema(required)]
    pub startup_time_ms: Option<f64>,
    /// What it used.
    #[schema(required)]
    pub resource_usage: Option<ResourceUsage>,
    /// Why the policy refused the code.
    pub security_violations: Vec<Violation>,
}

impl MessageBody {
    /// The event's name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Status { .. } => "status",
            Self::StepStarted { .. } => "step_started",
            Self::Output { .. } => "output",
            Self::StepFinished { .. } => "step_finished",
            Self::Done(_) => "done",
        }
    }
}

impl EventMessage {
    /// Maps an event. `job` is the job as it ended, needed for `done` only: the sentence in `error` comes from its
    /// standard error, and its limits and times are its own.
    pub fn new(event: Event, job: Option<&Job>) -> Self {
        let Event { job_id, seq, attempt, at, body } = event;
        let body = match body {
            EventBody::Status { status } => MessageBody::Status { status: status.into() },
            EventBody::StepStarted { step, startup_us } => {
                MessageBody::StepStarted { step, startup_time_ms: ms(startup_us) }
            }
            EventBody::Output { stream, data } => output(stream.into(), data.0),
            EventBody::StepFinished { step, exit_code, signal, run_us } => {
                MessageBody::StepFinished { step, exit_code, signal, execution_time_ms: ms(run_us) }
            }
            EventBody::Done { outcome } => MessageBody::Done(Box::new(done(outcome, job))),
        };
        Self { job_id: job_id.to_string(), seq, attempt, at: at.to_string(), body }
    }
}

fn output(stream: StreamName, data: Vec<u8>) -> MessageBody {
    match String::from_utf8(data) {
        Ok(text) => MessageBody::Output { stream, text: Some(text), base64: None },
        Err(error) => MessageBody::Output { stream, text: None, base64: Some(STANDARD.encode(error.as_bytes())) },
    }
}

fn done(outcome: Outcome, job: Option<&Job>) -> Done {
    let limits = job.map(|job| job.spec.limits.clone()).unwrap_or_default();
    let stderr = job.map_or(&[] as &[u8], |job| &job.output.stderr);
    let Ended { ending, execution_time_ms, startup_time_ms, resource_usage } = Ended::of(&outcome, &limits, stderr);
    let Ending { error, error_type, error_code } = ending;
    let status = domain::Status::from(outcome.status);
    Done {
        status: status.into(),
        success: status == domain::Status::Success,
        error,
        error_type,
        error_code,
        exit_code: outcome.exit_code,
        signal: outcome.signal,
        limit: outcome.limit.map(LimitName::from),
        timed_out: status == domain::Status::TimedOut,
        truncated: outcome.truncated.any(),
        truncated_streams: truncated_streams(outcome.truncated),
        execution_time_ms,
        queue_time_ms: job.and_then(|job| job.started_at.map(|started| ms_between(job.created_at, started))),
        startup_time_ms,
        resource_usage,
        security_violations: violations(outcome.violations),
    }
}

#[cfg(test)]
mod tests {
    use domain::{ByteString, JobId, OutputStream, Status, TerminalStatus, Timestamp};
    use serde_json::{Value, json};

    use super::*;

    fn data(body: EventBody) -> Value {
        let job_id: JobId = "0197f0f0-0000-7000-8000-000000000001".parse().unwrap();
        let event = Event { job_id, seq: 3, attempt: 2, at: Timestamp::from_second(1_800_000_000).unwrap(), body };
        serde_json::to_value(EventMessage::new(event, None)).unwrap()
    }

    #[test]
    fn the_common_fields_stand_beside_the_types_own() {
        let expected = json!({
            "job_id": "0197f0f0-0000-7000-8000-000000000001", "seq": 3, "attempt": 2, "at": "2027-01-15T08:00:00Z",
            "type": "status", "status": "running"
        });
        assert_eq!(data(EventBody::Status { status: Status::Running }), expected);
    }

    #[test]
    fn a_chunk_is_text_or_base64() {
        let chunk =
            |bytes: &[u8]| data(EventBody::Output { stream: OutputStream::Stderr, data: ByteString(bytes.to_vec()) });
        let text = chunk("é\0".as_bytes());
        assert_eq!((&text["stream"], &text["text"], text.get("base64")), (&json!("stderr"), &json!("é\0"), None));
        let half = chunk(&"é".as_bytes()[..1]);
        assert_eq!((half.get("text"), &half["base64"]), (None, &json!("ww==")));
    }

    #[test]
    fn done_tells_how() {
        let outcome = Outcome { exit_code: Some(3), ..Outcome::not_run(TerminalStatus::Failed, None) };
        let got = data(EventBody::Done { outcome });
        assert_eq!((&got["type"], &got["status"], &got["exit_code"]), (&json!("done"), &json!("failed"), &json!(3)));
        assert_eq!(got["error"], "Exited with code 3");
    }
}
