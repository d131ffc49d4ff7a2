//! What is to be written to the job's log, gathered into batches.

use std::time::Instant;

use domain::{ByteString, EventBody};

use crate::settings::{OUTPUT_BATCH_BYTES, OUTPUT_BATCH_DELAY};

use super::output::Chunk;

/// Events that are not written yet.
#[derive(Debug, Default)]
pub(super) struct Pending {
    events: Vec<EventBody>,
    bytes: usize,
    since: Option<Instant>,
}

impl Pending {
    pub(super) fn push(&mut self, event: EventBody) {
        self.since.get_or_insert_with(Instant::now);
        self.events.push(event);
    }

    /// Adds output, to the last event where that is of the same stream.
    pub(super) fn push_output(&mut self, chunk: &Chunk) {
        self.bytes += chunk.data.len();
        if let Some(EventBody::Output { stream, data }) = self.events.last_mut()
            && *stream == chunk.stream
            && data.0.len() + chunk.data.len() <= OUTPUT_BATCH_BYTES
        {
            return data.0.extend_from_slice(&chunk.data);
        }
        self.push(EventBody::Output { stream: chunk.stream, data: ByteString(chunk.data.to_vec()) });
    }

    /// When the batch must be written, if there is one.
    pub(super) fn due(&self) -> Option<Instant> {
        let full = self.bytes >= OUTPUT_BATCH_BYTES;
        self.since.map(|since| if full { since } else { since + OUTPUT_BATCH_DELAY })
    }

    /// Takes the batch out.
    pub(super) fn take(&mut self) -> Vec<EventBody> {
        std::mem::take(self).events
    }

    /// A copy of the batch.
    pub(super) fn events(&self) -> Vec<EventBody> {
        self.events.clone()
    }
}

#[cfg(test)]
mod tests {
    use domain::OutputStream::{Stderr, Stdout};

    use super::*;

    fn chunk(stream: domain::OutputStream, data: &'static [u8]) -> Chunk {
        Chunk { stream, data: bytes::Bytes::from_static(data) }
    }

    #[test]
    fn joins_what_follows_on_one_stream_and_keeps_the_order_between_two() {
        let mut pending = Pending::default();
        for (stream, data) in [(Stdout, b"a"), (Stdout, b"b"), (Stderr, b"x"), (Stdout, b"c")] {
            pending.push_output(&chunk(stream, data));
        }
        let texts: Vec<_> = pending
            .take()
            .into_iter()
            .map(|event| match event {
                EventBody::Output { stream, data } => (stream, data.to_text()),
                other => panic!("not output: {other:?}"),
            })
            .collect();
        assert_eq!(texts, [(Stdout, "ab".into()), (Stderr, "x".into()), (Stdout, "c".into())]);
        assert_eq!(pending.due(), None);
    }

    #[test]
    fn a_full_batch_is_due_at_once() {
        let mut pending = Pending::default();
        pending.push_output(&Chunk { stream: Stdout, data: vec![b'x'; OUTPUT_BATCH_BYTES].into() });
        assert!(pending.due().expect("there is a batch") <= Instant::now());
    }
}
