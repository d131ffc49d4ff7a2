//! Reads a job's events as an SSE client would.

use std::collections::VecDeque;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream::BoxStream};
use reqwest::{RequestBuilder, Response, StatusCode};
use serde_json::Value;

use super::PATIENCE;

/// One event of the stream.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event {
    pub(crate) id: u64,
    pub(crate) kind: String,
    pub(crate) data: Value,
}

impl Event {
    /// What the program wrote to this stream with it.
    pub(crate) fn output(&self, stream: &str) -> Vec<u8> {
        if self.kind != "output" || self.data["stream"] != stream {
            return Vec::new();
        }
        match (self.data["text"].as_str(), self.data["base64"].as_str()) {
            (Some(text), None) => text.as_bytes().to_vec(),
            (None, Some(base64)) => STANDARD.decode(base64).expect("it is base64"),
            other => panic!("either text or base64: {other:?}"),
        }
    }
}

/// A stream of events.
pub(crate) struct Events {
    chunks: BoxStream<'static, reqwest::Result<Bytes>>,
    text: Vec<u8>,
    ready: VecDeque<Event>,
}

impl Events {
    /// Connects.
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        Self::over(request.send().await.expect("the service answers"))
    }

    /// Reads this answer.
    pub(crate) fn over(response: Response) -> Self {
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { chunks: response.bytes_stream().boxed(), text: Vec::new(), ready: VecDeque::new() }
    }

    /// The next one; none when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        while self.ready.is_empty() {
            let chunk = tokio::time::timeout(PATIENCE, self.chunks.next()).await.expect("something comes in time");
            let Some(chunk) = chunk else {
                assert!(self.text.is_empty(), "the stream ends with a whole event");
                return None;
            };
            self.take_in(&chunk.expect("the stream goes on"));
        }
        self.ready.pop_front()
    }

    /// Reads until one for which this holds.
    pub(crate) async fn until(&mut self, wanted: impl Fn(&Event) -> bool) -> Event {
        loop {
            let event = self.next().await.expect("it comes before the end");
            if wanted(&event) {
                return event;
            }
        }
    }

    /// Reads until the program has written this, in one piece or in several; the event with the last of it.
    pub(crate) async fn until_output(&mut self, stream: &str, text: &str) -> Event {
        let mut seen = Vec::new();
        loop {
            let event = self.next().await.expect("it comes before the end");
            seen.extend(event.output(stream));
            if String::from_utf8_lossy(&seen).ends_with(text) {
                return event;
            }
        }
    }

    /// Every event until the stream ends, in order.
    pub(crate) async fn rest(mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await {
            events.push(event);
        }
        events
    }

    fn take_in(&mut self, bytes: &[u8]) {
        self.text.extend_from_slice(bytes);
        while let Some(end) = self.text.windows(2).position(|pair| pair == b"\n\n") {
            let block: Vec<u8> = self.text.drain(..end + 2).collect();
            self.ready.extend(parse(&String::from_utf8(block).expect("events are text")));
        }
    }
}

/// A comment is no event.
fn parse(block: &str) -> Option<Event> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    Some(Event {
        id: field("id:")?.parse().expect("an event's id is a number"),
        kind: field("event:")?.to_owned(),
        data: serde_json::from_str(field("data:")?).expect("an event's data is JSON"),
    })
}
