//! Watches: what changed after a version, as lines of JSON.

use std::{convert::Infallible, sync::Arc};

use futures_util::stream;
use http_body_util::{BodyExt, StreamBody, combinators::BoxBody};
use hyper::body::Frame;
use serde_json::{Value, json};
use tokio_util::bytes::Bytes;

use super::{http::selects, world::World};

struct Follower {
    world: Arc<World>,
    bell: tokio::sync::watch::Receiver<(u64, u64)>,
    kind: &'static str,
    selector: String,
    version: u64,
    ends: u64,
    over: bool,
}

/// The body of a watch's answer.
pub(super) fn body(world: &Arc<World>, kind: &'static str, selector: &str, version: u64) -> BoxBody<Bytes, Infallible> {
    let bell = world.bell.subscribe();
    let ends = bell.borrow().1;
    let follower =
        Follower { world: world.clone(), bell, kind, selector: selector.to_owned(), version, ends, over: false };
    let lines = stream::unfold(follower, |mut follower| async move {
        let line = follower.next().await?;
        Some((Ok(Frame::data(Bytes::from(line))), follower))
    });
    BodyExt::boxed(StreamBody::new(
        Box::pin(lines) as std::pin::Pin<Box<dyn futures_util::Stream<Item = _> + Send + Sync>>
    ))
}

impl Follower {
    /// The next lines; none ends the watch.
    async fn next(&mut self) -> Option<String> {
        loop {
            if self.over {
                return None;
            }
            if self.world.lock().forgotten > self.version {
                self.over = true;
                return Some(line("ERROR", &expired()));
            }
            if let Some(lines) = self.news() {
                return Some(lines);
            }
            self.bell.changed().await.ok()?;
            if self.bell.borrow_and_update().1 != self.ends {
                return None;
            }
        }
    }

    fn news(&mut self) -> Option<String> {
        let mut inner = self.world.lock();
        let changes = inner.changes_after(self.kind, self.version);
        let last = changes.last()?.version;
        self.version = last;
        let seen = changes.iter().filter(|change| selects(&self.selector, &change.object));
        let lines: String = seen.map(|change| line(change.what, &change.object)).collect();
        let (cut, forget) = (inner.faults.watches_cut, inner.faults.watches_expired);
        self.over = inner.dice().hits(cut);
        if inner.dice().hits(forget) {
            inner.forgotten = inner.version();
        }
        Some(lines)
    }
}

/// What is said of a position that is forgotten.
pub(super) fn expired() -> Value {
    json!({ "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "reason": "Expired", "code": 410,
            "message": "too old resource version" })
}

fn line(what: &str, object: &Value) -> String {
    format!("{}\n", json!({ "type": what, "object": object }))
}
