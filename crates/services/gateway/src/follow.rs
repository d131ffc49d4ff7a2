//! Follows a job's events: pages from the store, then more whenever the feed says so. A follower holds one page, so a
//! slow reader costs memory for one page and delays nobody.

use std::{collections::VecDeque, convert::Infallible, sync::Arc};

use axum::response::sse;
use domain::{Event, JobId, JobWatch, PrincipalId};
use futures_util::{Stream, stream};
use tokio::time::timeout;

use crate::{
    error::RouteError,
    events::EventMessage,
    jobs::{Jobs, REREAD, is_last},
    metrics::Following,
    slots::Slot,
};

/// Events read at once: at 64 KiB of output each, at most 1 MiB per follower.
const PAGE: u32 = 16;

/// One reader of one job's events.
pub struct Follower {
    jobs: Arc<Jobs>,
    owner: PrincipalId,
    id: JobId,
    after: u64,
    watch: JobWatch,
    page: VecDeque<Event>,
    ended: bool,
    _slot: Slot,
    _counted: Following,
}

impl Follower {
    /// Starts after event number `after`; `None` when the job has ended and nothing is left to tell.
    ///
    /// The order matters: an event that is written after the watch began wakes it, and a job that was terminal before
    /// its events were read has no more of them.
    pub async fn start(
        jobs: Arc<Jobs>,
        owner: PrincipalId,
        id: JobId,
        after: u64,
        slot: Slot,
        counted: Following,
    ) -> Result<Option<Self>, RouteError> {
        let watch = jobs.watch(id);
        let status = jobs.status(&owner, id).await?;
        let page: VecDeque<_> = jobs.events(&owner, id, after, PAGE).await?.into();
        if status.is_terminal() && page.is_empty() {
            return Ok(None);
        }
        Ok(Some(Self { jobs, owner, id, after, watch, page, ended: false, _slot: slot, _counted: counted }))
    }

    /// The events as an SSE body.
    pub fn into_stream(self) -> impl Stream<Item = Result<sse::Event, Infallible>> {
        stream::unfold(self, |mut follower| async {
            let message = follower.next().await?;
            Some((Ok(frame(&message)), follower))
        })
    }

    async fn next(&mut self) -> Option<EventMessage> {
        while !self.ended {
            if let Some(event) = self.page.pop_front() {
                return Some(self.message(event).await);
            }
            self.read().await?;
        }
        None
    }

    /// Fills the page, waiting for something to fill it with. `None` ends the stream: the client connects again.
    async fn read(&mut self) -> Option<()> {
        match self.jobs.events(&self.owner, self.id, self.after, PAGE).await {
            Ok(events) if events.is_empty() => self.wait_or_end().await,
            Ok(events) => {
                self.page = events.into();
                Some(())
            }
            Err(RouteError::JobNotFound) => None,
            Err(error) => {
                tracing::warn!(job.id = %self.id, error = %error, "ended an event stream");
                None
            }
        }
    }

    /// A client that says it has seen more than there is would otherwise wait for an event that never comes.
    async fn wait_or_end(&mut self) -> Option<()> {
        let status = self.jobs.status(&self.owner, self.id).await.ok()?;
        if !status.is_terminal() {
            return self.wait().await;
        }
        // Events that were written between the two looks are there now; there will be no others.
        let events = self.jobs.events(&self.owner, self.id, self.after, PAGE).await.ok()?;
        self.page = events.into();
        (!self.page.is_empty()).then_some(())
    }

    async fn wait(&mut self) -> Option<()> {
        tokio::select! {
            () = self.jobs.stopping.cancelled() => None,
            _ = timeout(REREAD, self.watch.changed()) => Some(()),
        }
    }

    async fn message(&mut self, event: Event) -> EventMessage {
        self.after = event.seq;
        self.ended = is_last(&event);
        let job = if self.ended { self.jobs.get(&self.owner, self.id).await.ok() } else { None };
        EventMessage::new(event, job.as_ref())
    }
}

fn frame(message: &EventMessage) -> sse::Event {
    let data = serde_json::to_string(message).expect("a message has string keys and no failing parts");
    sse::Event::default().id(message.seq.to_string()).event(message.body.name()).data(data)
}
