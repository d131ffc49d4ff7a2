//! What others must hear of after a commit, and how it is written down in a notification.

use std::collections::HashSet;

use domain::JobId;
use uuid::Uuid;

/// The channel on which stores of one database talk.
pub(super) const CHANNEL: &str = "code_remote";
/// The server takes less than 8000 bytes in one notification, and an id is 36 with a space before it.
const IDS: usize = 200;
/// Stands for "something may be received".
const QUEUE: &str = "queue";
/// Stands for "something was sent to another queue".
const SENT: &str = "sent";

/// Names one store among those that share a database, so that it knows its own voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Voice(Uuid);

impl Voice {
    pub(super) fn new() -> Self {
        Self(Uuid::new_v4())
    }
}

/// What a commit changed for others.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct News {
    /// Jobs with new events or a new state.
    pub(super) touched: HashSet<JobId>,
    /// Whether a job became ready to be received.
    pub(super) ready: bool,
    /// Whether a job was sent to another queue.
    pub(super) sent: bool,
}

impl News {
    /// A job has something new.
    pub(super) fn of(id: JobId) -> Self {
        Self { touched: HashSet::from([id]), ..Self::default() }
    }

    /// Something may be received.
    pub(super) fn ready() -> Self {
        Self { ready: true, ..Self::default() }
    }

    /// Something was sent to another queue.
    pub(super) fn sent() -> Self {
        Self { sent: true, ..Self::default() }
    }

    /// Both together.
    pub(super) fn merge(&mut self, other: Self) {
        self.touched.extend(other.touched);
        self.ready |= other.ready;
        self.sent |= other.sent;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.touched.is_empty() && !self.ready && !self.sent
    }

    /// The notifications that tell it: the voice, then words.
    pub(super) fn payloads(&self, voice: Voice) -> Vec<String> {
        let ids: Vec<_> = self.touched.iter().map(ToString::to_string).collect();
        let mut payloads: Vec<_> = ids.chunks(IDS).map(|ids| format!("{} {}", voice.0, ids.join(" "))).collect();
        for word in [self.ready.then_some(QUEUE), self.sent.then_some(SENT)].into_iter().flatten() {
            payloads.push(format!("{} {word}", voice.0));
        }
        payloads
    }

    /// What a notification tells; nothing if it is one's own, or not of this kind.
    pub(super) fn hear(payload: &str, own: Voice) -> Option<Self> {
        let mut words = payload.split(' ');
        let voice = words.next()?.parse().map(Voice).ok()?;
        let mut news = Self::default();
        for word in words {
            match word.parse() {
                Ok(id) => drop(news.touched.insert(id)),
                Err(_) => {
                    news.ready |= word == QUEUE;
                    news.sent |= word == SENT;
                }
            }
        }
        (voice != own).then_some(news)
    }
}

#[cfg(test)]
mod tests {
    use domain::{IdSource as _, RandomIds};

    use super::{News, Voice};

    #[test]
    fn others_hear_what_was_said() {
        let (own, other) = (Voice::new(), Voice::new());
        let mut said = News::ready();
        said.merge(News::sent());
        for _ in 0..450 {
            said.merge(News::of(RandomIds.job_id()));
        }
        let payloads = said.payloads(own);
        assert!(payloads.iter().all(|payload| payload.len() < 8000));
        let mut heard = News::default();
        for payload in &payloads {
            heard.merge(News::hear(payload, other).expect("is another's"));
            assert_eq!(News::hear(payload, own), None);
        }
        assert_eq!(heard, said);
    }

    #[test]
    fn what_others_write_into_the_channel_is_harmless() {
        for payload in ["", " ", "queue", "not-a-uuid queue", "\u{1F600}"] {
            assert_eq!(News::hear(payload, Voice::new()), None);
        }
    }
}
