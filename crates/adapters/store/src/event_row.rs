//! An event's body as columns hold it.

use domain::{EventBody, Outcome, OutputStream, Status};

use crate::spec_row::to_json;

/// The kind of event whose data is not JSON.
pub(crate) const OUTPUT: &str = "output";

/// A body in columns; made before a database is asked, so that the database only writes.
pub(crate) struct EventRow {
    pub(crate) kind: &'static str,
    pub(crate) stream: Option<&'static str>,
    /// Output as raw bytes; every other body as JSON.
    pub(crate) data: Vec<u8>,
}

impl From<EventBody> for EventRow {
    fn from(body: EventBody) -> Self {
        let (kind, stream) = match &body {
            EventBody::Status { .. } => ("status", None),
            EventBody::StepStarted { .. } => ("step_started", None),
            EventBody::Output { stream, .. } => (OUTPUT, Some(stream_word(*stream))),
            EventBody::StepFinished { .. } => ("step_finished", None),
            EventBody::Done { .. } => ("done", None),
        };
        let data = match body {
            EventBody::Output { data, .. } => data.0,
            body => to_json(&body).into_bytes(),
        };
        Self { kind, stream, data }
    }
}

impl EventRow {
    /// The job's status changed.
    pub(crate) fn status(status: Status) -> Self {
        EventBody::Status { status }.into()
    }

    /// The job ended.
    pub(crate) fn done(outcome: Outcome) -> Self {
        EventBody::Done { outcome }.into()
    }
}

/// All of them, in order.
pub(crate) fn rows(events: Vec<EventBody>) -> Vec<EventRow> {
    events.into_iter().map(EventRow::from).collect()
}

/// How many numbers these events need.
pub(crate) fn count(events: &[EventRow]) -> i64 {
    i64::try_from(events.len()).expect("a list in memory")
}

/// The stream with this word.
pub(crate) fn stream(word: &str) -> Option<OutputStream> {
    [OutputStream::Stdout, OutputStream::Stderr].into_iter().find(|stream| stream_word(*stream) == word)
}

fn stream_word(stream: OutputStream) -> &'static str {
    match stream {
        OutputStream::Stdout => "stdout",
        OutputStream::Stderr => "stderr",
    }
}
