//! Reads a job's events as an SSE client would.

use futures_util::StreamExt as _;
use reqwest::Response;
use serde_json::Value;

/// One event of the stream.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) id: u64,
    pub(crate) kind: String,
    pub(crate) data: Value,
}

/// Every event until the last, in order.
pub(crate) async fn events_until_done(response: Response) -> Vec<Event> {
    let mut events = Vec::new();
    let mut text = Vec::new();
    let mut chunks = response.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        text.extend_from_slice(&chunk.expect("the stream goes on"));
        while let Some(end) = text.windows(2).position(|pair| pair == b"\n\n") {
            let block: Vec<u8> = text.drain(..end + 2).collect();
            if let Some(event) = parse(&String::from_utf8(block).expect("events are text")) {
                events.push(event);
            }
        }
    }
    assert!(text.is_empty(), "the stream ends with a whole event");
    events
}

fn parse(block: &str) -> Option<Event> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    Some(Event {
        id: field("id:")?.parse().expect("an event's id is a number"),
        kind: field("event:")?.to_owned(),
        data: serde_json::from_str(field("data:")?).expect("an event's data is JSON"),
    })
}
