//! Watches. One goes on where it was when it drops, and lists anew when that is forgotten.

use std::{
    fmt::Debug,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::TryStreamExt as _;
use kube::{
    Api, Resource,
    api::{ListParams, WatchEvent, WatchParams},
};
use serde::de::DeserializeOwned;

use crate::calls::{Refusal, call, of_status};

/// The server ends a watch after this long, in seconds; a connection that was cut silently is noticed then.
const WATCH_SECONDS: u32 = 60;
/// And here a little later, should the server's end not come through.
const SILENCE: Duration = Duration::from_secs(70);
/// Pause after a failure, growing …
const PAUSE_MIN: Duration = Duration::from_millis(50);
/// … up to this.
const PAUSE_MAX: Duration = Duration::from_secs(5);

/// What a watch keeps up to date.
pub(crate) trait Watched: Send + Sync {
    /// What is watched.
    type Kind: Resource + Clone + Debug + DeserializeOwned + Send;

    /// One is there, or has changed.
    fn seen(&self, one: &Self::Kind);

    /// One is not there any more.
    fn gone(&self, one: &Self::Kind);

    /// All there are, by a list that was asked for at this moment.
    fn all(&self, found: &[Self::Kind], asked: Instant);
}

/// Keeps something up to date until it is aborted.
pub(crate) async fn keep<W: Watched>(api: Api<W::Kind>, selector: String, watched: Arc<W>) {
    let mut position = None;
    let mut pause = PAUSE_MIN;
    loop {
        let asked = Instant::now();
        match follow(&api, &selector, watched.as_ref(), &mut position).await {
            Ok(()) => pause = PAUSE_MIN,
            Err(Refusal::Expired) => position = None,
            Err(refusal) => tracing::warn!(reason = refusal.reason(), "a watch of the sandboxes' namespace failed"),
        }
        // One that ends at once would otherwise be asked for again at once, for ever.
        if asked.elapsed() < PAUSE_MIN {
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(PAUSE_MAX);
        }
    }
}

/// One watch, from where the last one was.
async fn follow<W: Watched>(
    api: &Api<W::Kind>,
    selector: &str,
    watched: &W,
    position: &mut Option<String>,
) -> Result<(), Refusal> {
    let from = match position.take() {
        Some(from) => from,
        None => list(api, selector, watched).await?,
    };
    *position = Some(from.clone());
    let params = WatchParams::default().labels(selector).timeout(WATCH_SECONDS);
    let mut events = Box::pin(call(api.watch(&params, &from)).await?);
    loop {
        let next = tokio::time::timeout(SILENCE, events.try_next()).await;
        let Ok(next) = next else { return Ok(()) };
        match next.map_err(Refusal::from)? {
            Some(WatchEvent::Added(one) | WatchEvent::Modified(one)) => {
                watched.seen(&one);
                advance(position, one.meta().resource_version.clone());
            }
            Some(WatchEvent::Deleted(one)) => {
                watched.gone(&one);
                advance(position, one.meta().resource_version.clone());
            }
            Some(WatchEvent::Bookmark(mark)) => advance(position, Some(mark.metadata.resource_version)),
            Some(WatchEvent::Error(status)) => {
                return Err(of_status(status.code, &status.reason, status.message.clone()));
            }
            None => return Ok(()),
        }
    }
}

/// Asks for all of them; from where a watch can go on.
pub(crate) async fn list<W: Watched>(api: &Api<W::Kind>, selector: &str, watched: &W) -> Result<String, Refusal> {
    let asked = Instant::now();
    let found = call(api.list(&ListParams::default().labels(selector))).await?;
    watched.all(&found.items, asked);
    Ok(found.metadata.resource_version.unwrap_or_default())
}

fn advance(position: &mut Option<String>, version: Option<String>) {
    if version.is_some() {
        *position = version;
    }
}
