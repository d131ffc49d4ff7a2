//! Follows a job's events over SSE, across broken connections.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::StreamExt as _;
use reqwest::{Method, StatusCode};
use serde::Deserialize;

use super::Client;
use crate::terminal::{Failure, exit};

/// Connections that may break in a row before giving up, and the pause before each new one.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(500);
/// The service sends a comment every 10 s; three missing ones mean that the connection is dead.
const SILENCE: Duration = Duration::from_secs(30);

/// What the command line needs of an event.
#[derive(Debug, Deserialize)]
pub struct JobEvent {
    seq: u64,
    #[serde(rename = "type")]
    kind: String,
    stream: Option<String>,
    text: Option<String>,
    base64: Option<String>,
}

impl JobEvent {
    /// Its kind, as in the API.
    pub fn name(&self) -> &str {
        &self.kind
    }

    /// Whether it is the last one.
    pub fn is_done(&self) -> bool {
        self.kind == "done"
    }

    /// Whether the program wrote to standard error.
    pub fn is_stderr(&self) -> bool {
        self.stream.as_deref() == Some("stderr")
    }

    /// What the program wrote, exactly; none when this is another kind of event.
    pub fn output(&self) -> Option<Vec<u8>> {
        match (&self.text, &self.base64) {
            (Some(text), _) => Some(text.clone().into_bytes()),
            (None, Some(base64)) => STANDARD.decode(base64).ok(),
            (None, None) => None,
        }
    }
}

/// Calls `each` for every event of the job, once each and in order, until the last.
pub async fn follow(client: &Client, id: &str, mut each: impl FnMut(&JobEvent)) -> anyhow::Result<()> {
    let mut seen = 0;
    let mut broken = 0;
    while broken < TRIES {
        let before = seen;
        match connection(client, id, &mut seen, &mut each).await {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            // A refusal does not get better by asking again; only an answer that never came does.
            Err(error) if seen == 0 && broken == 0 => return Err(error),
            Err(error) => tracing::debug!(%error, "the event stream broke"),
        }
        broken = if seen > before { 0 } else { broken + 1 };
        tokio::time::sleep(PAUSE).await;
    }
    Err(Failure { message: format!("the events of job {id} stopped coming"), code: exit::SERVICE }.into())
}

/// One connection; whether the last event was seen.
async fn connection(
    client: &Client,
    id: &str,
    seen: &mut u64,
    each: &mut impl FnMut(&JobEvent),
) -> anyhow::Result<bool> {
    let request = client.request(Method::GET, &format!("/v1/jobs/{id}/events"));
    let response = client.send(request.header("Last-Event-ID", seen.to_string())).await?;
    if response.status() == StatusCode::NO_CONTENT {
        return Ok(true);
    }
    let mut chunks = response.bytes_stream();
    let mut lines = Lines::default();
    while let Ok(Some(chunk)) = tokio::time::timeout(SILENCE, chunks.next()).await {
        for event in lines.push(&chunk?) {
            if event.seq > *seen {
                *seen = event.seq;
                each(&event);
                if event.is_done() {
                    return Ok(true);
                }
            }
        }
    }
    Ok(false)
}

/// Cuts a stream of bytes into `data:` lines. Our events have exactly one each.
#[derive(Default)]
struct Lines(Vec<u8>);

impl Lines {
    fn push(&mut self, bytes: &[u8]) -> Vec<JobEvent> {
        self.0.extend_from_slice(bytes);
        let mut events = Vec::new();
        let mut start = 0;
        while let Some(end) = self.0[start..].iter().position(|byte| *byte == b'\n') {
            let line = &self.0[start..start + end];
            if let Some(event) = line.strip_prefix(b"data:").and_then(|data| serde_json::from_slice(data).ok()) {
                events.push(event);
            }
            start += end + 1;
        }
        self.0.drain(..start);
        events
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_found_wherever_the_network_cuts() {
        let wire = b": keep-alive\n\nid: 1\nevent: output\ndata: {\"seq\":1,\"type\":\"output\",\"stream\":\"stderr\",\"base64\":\"/w==\"}\n\n";
        for cut in 0..wire.len() {
            let mut lines = Lines::default();
            let mut events = lines.push(&wire[..cut]);
            events.extend(lines.push(&wire[cut..]));
            assert_eq!(events.len(), 1, "cut at {cut}");
            assert_eq!(events[0].output(), Some(vec![0xff]));
            assert!(events[0].is_stderr());
        }
    }
}
