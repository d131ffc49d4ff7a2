//! What becomes of the pieces of an answer.

use domain::ModelError;
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use tokio::time::{Instant, timeout_at};
use tonic::Streaming;
use tracing::Span;

use crate::{
    api::GenerateContentResponse,
    fault::{Fault, half_way},
    reply::{End, heard},
};

/// An answer that is being listened to.
pub(crate) struct Narrative {
    messages: Streaming<GenerateContentResponse>,
    until: Instant,
    bytes_max: usize,
    /// How much it has said.
    bytes: usize,
    /// What ended it.
    end: Option<End>,
    span: Span,
}

impl Narrative {
    /// Begins to listen, as part of the span that is entered now.
    pub(crate) fn new(messages: Streaming<GenerateContentResponse>, until: Instant, bytes_max: usize) -> Self {
        Self { messages, until, bytes_max, bytes: 0, end: None, span: Span::current() }
    }

    /// The first piece: until it is there, nobody has heard anything and the question may be asked again.
    pub(crate) async fn first(mut self) -> Result<(String, Self), Fault> {
        loop {
            let message = self.messages.message().await?.ok_or(Fault::last(ModelError::Cut))?;
            let text = self.take(message).map_err(Fault::last)?;
            if !text.is_empty() {
                return Ok((text, self));
            }
            if let Some(end) = self.end {
                whole(text, end).map_err(Fault::last)?;
            }
        }
    }

    /// The pieces after the first.
    pub(crate) fn rest(self) -> BoxStream<'static, Result<String, ModelError>> {
        let pieces = stream::unfold(Some(self), |narrative| async {
            let mut narrative = narrative?;
            match narrative.next().await {
                Ok(Some(text)) => Some((Ok(text), Some(narrative))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            }
        });
        pieces.boxed()
    }

    /// The next piece, or none when the answer is whole.
    async fn next(&mut self) -> Result<Option<String>, ModelError> {
        loop {
            match self.end {
                Some(End::Whole) => return Ok(None),
                Some(End::Cut) => return Err(ModelError::Cut),
                Some(End::Blocked(why)) => return Err(ModelError::Blocked(why.into())),
                None => {}
            }
            let message = timeout_at(self.until, self.messages.message()).await.map_err(|_| Fault::slow().error)?;
            let text = self.take(message.map_err(half_way)?.ok_or(ModelError::Cut)?)?;
            if !text.is_empty() {
                return Ok(Some(text));
            }
        }
    }

    /// The text of a message. If it is the last, the text is told before the end.
    fn take(&mut self, message: GenerateContentResponse) -> Result<String, ModelError> {
        let heard = heard(message);
        self.bytes += heard.text.len();
        if self.bytes > self.bytes_max {
            return Err(ModelError::TooLong);
        }
        self.end = heard.end;
        if heard.end.is_some() {
            self.span.in_scope(|| heard.note(self.bytes));
        }
        Ok(heard.text)
    }
}

/// The text of an answer that has ended.
pub(crate) fn whole(text: String, end: End) -> Result<String, ModelError> {
    match end {
        End::Whole if !text.is_empty() => Ok(text),
        End::Whole | End::Cut => Err(ModelError::Cut),
        End::Blocked(why) => Err(ModelError::Blocked(why.into())),
    }
}
