//! An answer as it is made.

use std::{collections::VecDeque, convert::Infallible};

use axum::response::sse;
use complexity::{AnalyzerError, Progress};
use futures_util::{
    Stream, StreamExt as _,
    stream::{self, BoxStream},
};
use serde::Serialize;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;

use super::{document::AnalysisDocument, failure};
use crate::slots::Slot;

const STOPPING: &str = "The service is stopping; ask again in a moment.";
const LATE: &str = "The analysis took too long.";
const CUT: &str = "The analysis broke off; ask again.";

/// The `data` of one event of `POST /analyze/async`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type")]
#[schema(example = json!({ "type": "analysis_stream_chunk", "chunk": "## Time: O(n)\n" }))]
pub enum AnalysisMessage {
    /// It begins.
    #[serde(rename = "analysis_stream_start")]
    Start,
    /// What the syntax tree and the runs say, before a model is asked.
    #[serde(rename = "analysis_stream_evidence")]
    Evidence {
        /// Without the model.
        result: Box<AnalysisDocument>,
    },
    /// The next piece of the narrative.
    #[serde(rename = "analysis_stream_chunk")]
    Chunk {
        /// Markdown.
        chunk: String,
    },
    /// The whole answer; last.
    #[serde(rename = "analysis_stream_complete")]
    Complete {
        /// As `POST /analyze` answers it.
        result: Box<AnalysisDocument>,
    },
    /// There is no whole answer; last.
    #[serde(rename = "analysis_stream_error")]
    Error {
        /// A sentence.
        error: String,
    },
}

impl AnalysisMessage {
    /// The event's name, which is also the field `type`.
    const fn name(&self) -> &'static str {
        match self {
            Self::Start => "analysis_stream_start",
            Self::Evidence { .. } => "analysis_stream_evidence",
            Self::Chunk { .. } => "analysis_stream_chunk",
            Self::Complete { .. } => "analysis_stream_complete",
            Self::Error { .. } => "analysis_stream_error",
        }
    }
}

/// One answer on its way. Dropping it stops the work.
pub struct Live {
    pieces: BoxStream<'static, Result<Progress, AnalyzerError>>,
    notice: Option<String>,
    deadline: Instant,
    stopping: CancellationToken,
    messages: VecDeque<AnalysisMessage>,
    narrated: bool,
    ended: bool,
    _place: Slot,
}

impl Live {
    /// An answer that `pieces` make.
    pub(super) fn new(
        pieces: BoxStream<'static, Result<Progress, AnalyzerError>>,
        notice: Option<String>,
        deadline: Instant,
        stopping: CancellationToken,
        place: Slot,
    ) -> Self {
        let messages = VecDeque::from([AnalysisMessage::Start]);
        Self { pieces, notice, deadline, stopping, messages, narrated: false, ended: false, _place: place }
    }

    /// An answer that is known.
    pub(super) fn answered(result: Box<AnalysisDocument>, place: Slot) -> Self {
        let pieces = stream::empty().boxed();
        let mut live = Self::new(pieces, None, Instant::now(), CancellationToken::new(), place);
        live.end(AnalysisMessage::Complete { result });
        live
    }

    /// The messages as an SSE body.
    pub fn into_stream(self) -> impl Stream<Item = Result<sse::Event, Infallible>> {
        stream::unfold(self, |mut live| async {
            let message = live.next().await?;
            Some((Ok(frame(&message)), live))
        })
    }

    async fn next(&mut self) -> Option<AnalysisMessage> {
        while self.messages.is_empty() && !self.ended {
            match self.read().await {
                Ok(piece) => self.take(piece),
                Err(error) => self.end(AnalysisMessage::Error { error }),
            }
        }
        self.messages.pop_front()
    }

    /// The next piece, or a sentence that says why there are no more.
    async fn read(&mut self) -> Result<Progress, String> {
        let piece = tokio::select! {
            () = self.stopping.cancelled() => return Err(STOPPING.to_owned()),
            piece = timeout_at(self.deadline, self.pieces.next()) => piece,
        };
        match piece {
            Ok(Some(Ok(piece))) => Ok(piece),
            Ok(Some(Err(error))) => Err(format!("{}.", failure(error).sentence())),
            Ok(None) => Err(CUT.to_owned()),
            Err(_) => Err(LATE.to_owned()),
        }
    }

    fn take(&mut self, piece: Progress) {
        let document = |report| Box::new(AnalysisDocument::of(report, self.notice.as_deref()));
        match piece {
            Progress::Evidence(report) => {
                let result = document(complexity::Report { model: None, ..*report });
                self.messages.push_back(AnalysisMessage::Evidence { result });
            }
            Progress::Narrative(chunk) => {
                self.narrated = true;
                self.messages.push_back(AnalysisMessage::Chunk { chunk });
            }
            Progress::Done(report) => {
                let result = document(*report);
                if !self.narrated && !result.narrative.is_empty() {
                    // Who reads the chunks alone has the narrative, also when nobody wrote it piece by piece.
                    self.messages.push_back(AnalysisMessage::Chunk { chunk: result.narrative.clone() });
                }
                self.end(AnalysisMessage::Complete { result });
            }
        }
    }

    fn end(&mut self, last: AnalysisMessage) {
        self.messages.push_back(last);
        self.ended = true;
    }
}

fn frame(message: &AnalysisMessage) -> sse::Event {
    let data = serde_json::to_string(message).expect("a message has string keys and no failing parts");
    sse::Event::default().event(message.name()).data(data)
}
