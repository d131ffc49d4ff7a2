//! One watch for all pods of this driver. It goes on where it was when it drops, and lists anew when that is forgotten.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::TryStreamExt as _;
use k8s_openapi::api::core::v1::Pod;
use kube::{
    Api,
    api::{ListParams, WatchEvent, WatchParams},
};

use crate::{
    calls::{Refusal, call, of_status},
    pods::Pods,
};

/// The server ends a watch after this long, in seconds; a connection that was cut silently is noticed then.
const WATCH_SECONDS: u32 = 60;
/// And here a little later, should the server's end not come through.
const SILENCE: Duration = Duration::from_secs(70);
/// Pause after a failure, growing …
const PAUSE_MIN: Duration = Duration::from_millis(50);
/// … up to this.
const PAUSE_MAX: Duration = Duration::from_secs(5);

/// Keeps [`Pods`] up to date until it is aborted.
pub(crate) async fn keep(api: Api<Pod>, selector: String, pods: Arc<Pods>) {
    let mut position = None;
    let mut pause = PAUSE_MIN;
    loop {
        let asked = Instant::now();
        match follow(&api, &selector, &pods, &mut position).await {
            Ok(()) => pause = PAUSE_MIN,
            Err(Refusal::Expired) => position = None,
            Err(refusal) => tracing::warn!(reason = refusal.reason(), "the watch of sandboxes failed"),
        }
        // One that ends at once would otherwise be asked for again at once, for ever.
        if asked.elapsed() < PAUSE_MIN {
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(PAUSE_MAX);
        }
    }
}

/// One watch, from where the last one was.
async fn follow(api: &Api<Pod>, selector: &str, pods: &Pods, position: &mut Option<String>) -> Result<(), Refusal> {
    let from = match position.take() {
        Some(from) => from,
        None => list(api, selector, pods).await?,
    };
    *position = Some(from.clone());
    let params = WatchParams::default().labels(selector).timeout(WATCH_SECONDS);
    let mut events = Box::pin(call(api.watch(&params, &from)).await?);
    loop {
        let next = tokio::time::timeout(SILENCE, events.try_next()).await;
        let Ok(next) = next else { return Ok(()) };
        match next.map_err(Refusal::from)? {
            Some(WatchEvent::Added(pod) | WatchEvent::Modified(pod)) => {
                pods.seen(&pod);
                advance(position, pod.metadata.resource_version);
            }
            Some(WatchEvent::Deleted(pod)) => {
                pods.gone(&pod);
                advance(position, pod.metadata.resource_version);
            }
            Some(WatchEvent::Bookmark(mark)) => advance(position, Some(mark.metadata.resource_version)),
            Some(WatchEvent::Error(status)) => {
                return Err(of_status(status.code, &status.reason, status.message.clone()));
            }
            None => return Ok(()),
        }
    }
}

async fn list(api: &Api<Pod>, selector: &str, pods: &Pods) -> Result<String, Refusal> {
    let asked = Instant::now();
    let found = call(api.list(&ListParams::default().labels(selector))).await?;
    pods.all(&found.items, asked);
    Ok(found.metadata.resource_version.unwrap_or_default())
}

fn advance(position: &mut Option<String>, version: Option<String>) {
    if version.is_some() {
        *position = version;
    }
}
