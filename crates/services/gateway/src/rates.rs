//! How often a caller may ask, counted for all gateways together without asking the store each time.
//!
//! A gateway takes tokens from a caller's bucket a slice at a time and hands them out by itself; the next slice is fetched
//! before the last one is used up. A caller who is not known yet gets a slice on credit while the store is asked, so nobody
//! who is below the rate waits for the store. What was given on credit is paid back first. Altogether a caller gets at most
//! its burst, what has come back since, and one slice of credit at each gateway.
//!
//! While the store does not answer, each gateway counts by itself with the same rate: neither is the service closed to
//! everyone because of a counter, nor open to a flood when it is weakest.

mod shares;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{Rate, RateLedger, Taken, TokenBuckets};
use tokio::{
    sync::futures::OwnedNotified,
    time::{Instant, timeout},
};

use self::shares::{Answer, Shares};

/// Callers that a gateway knows at once; about 4 MiB.
const CALLERS_MAX: usize = 16_384;
/// How long the store may take to answer before a gateway counts by itself …
const ASK_WITHIN: Duration = Duration::from_secs(1);
/// … and for how long it does so before it asks again.
const ALONE_FOR: Duration = Duration::from_secs(5);

/// A caller who asks too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooOften {
    /// When there is a token again.
    pub retry_after: Duration,
}

/// Hands out tokens.
pub struct Rates {
    ledger: Arc<dyn RateLedger>,
    shares: Mutex<Shares>,
    /// Counts while the store is away.
    alone: Mutex<TokenBuckets>,
    /// Until when it is not asked; none while it answers.
    away_until: Mutex<Option<Instant>>,
    began: Instant,
}

impl Rates {
    /// Nobody has asked yet.
    pub fn new(ledger: Arc<dyn RateLedger>) -> Arc<Self> {
        Arc::new(Self {
            ledger,
            shares: Mutex::new(Shares::new(CALLERS_MAX)),
            alone: Mutex::new(TokenBuckets::new(CALLERS_MAX)),
            away_until: Mutex::default(),
            began: Instant::now(),
        })
    }

    /// Takes a token of `who`, or says when there is one again.
    pub async fn admit(self: &Arc<Self>, who: &str, rate: Rate) -> Result<(), TooOften> {
        loop {
            match self.try_admit(who, rate) {
                Ok(admitted) => return admitted,
                Err(told) => told.await,
            }
        }
    }

    /// The answer, or what to wait for when the slice on credit is used up and the store has not answered yet.
    fn try_admit(self: &Arc<Self>, who: &str, rate: Rate) -> Result<Result<(), TooOften>, OwnedNotified> {
        let mut shares = self.shares();
        let Answer { admitted, ask } = shares.admit(who, rate, Instant::now());
        if let Some(want) = ask {
            tokio::spawn(Arc::clone(self).ask(who.to_owned(), rate, want));
        }
        admitted.ok_or_else(|| shares.told(who).notified_owned())
    }

    async fn ask(self: Arc<Self>, who: String, rate: Rate, want: u32) {
        let taken = match self.ask_store(&who, rate, want).await {
            Some(taken) => taken,
            None => self.count_alone(&who, rate, want),
        };
        self.shares().give(&who, rate, taken, Instant::now());
    }

    async fn ask_store(&self, who: &str, rate: Rate, want: u32) -> Option<Taken> {
        if self.away_until().is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let answer = timeout(ASK_WITHIN, self.ledger.take(who, rate, want)).await;
        let error = match answer {
            Ok(Ok(taken)) => {
                *self.away_until() = None;
                return Some(taken);
            }
            Ok(Err(error)) => Some(error),
            Err(_) => None,
        };
        if self.away_until().replace(Instant::now() + ALONE_FOR).is_none() {
            let error = error.as_ref().map(|error| error as &dyn std::error::Error);
            tracing::warn!(error, "requests are counted by this gateway alone: the store does not answer");
        }
        None
    }

    fn count_alone(&self, who: &str, rate: Rate, want: u32) -> Taken {
        let now_us = i64::try_from(self.began.elapsed().as_micros()).unwrap_or(i64::MAX / 2);
        self.alone.lock().unwrap_or_else(PoisonError::into_inner).take(who, rate, want, now_us)
    }

    fn away_until(&self) -> MutexGuard<'_, Option<Instant>> {
        self.away_until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn shares(&self) -> MutexGuard<'_, Shares> {
        self.shares.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
