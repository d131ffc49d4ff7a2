//! A queue at its worst: everything that at-least-once delivery allows, often.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;

use crate::{Delivery, PrincipalId, Queue, QueueError};

/// Percent of calls that fail without doing anything.
const FAILS: u64 = 5;
/// Percent of deliveries that come again later although they were handed out.
const DUPLICATED: u64 = 20;
/// Percent of deliveries that are handed out later than they came.
const DELAYED: u64 = 20;
/// Percent of deliveries whose visibility ends at once.
const EXPIRED: u64 = 15;
/// Percent of answers that never reach the queue although they seem to.
const DROPPED: u64 = 20;

/// Duplicates, reorders and delays what another queue delivers, drops answers to it, and lets visibility end early. The
/// same seed makes the same choices for the same calls.
pub struct UnreliableQueue {
    inner: Arc<dyn Queue>,
    state: Mutex<State>,
}

struct State {
    chance: u64,
    held_back: Vec<Delivery>,
}

impl UnreliableQueue {
    /// Wraps a queue.
    pub fn new(inner: Arc<dyn Queue>, seed: u64) -> Self {
        Self { inner, state: Mutex::new(State { chance: seed, held_back: Vec::new() }) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn happens(&self, percent: u64) -> bool {
        self.state().happens(percent)
    }

    fn fail(&self) -> Result<(), QueueError> {
        if self.happens(FAILS) { Err(QueueError("told to".into())) } else { Ok(()) }
    }

    /// Deals with what came: some of it now, some of it later, some of it twice, in any order.
    fn deal(&self, came: Vec<Delivery>, max: u32) -> Vec<Delivery> {
        let mut state = self.state();
        let mut now = Vec::new();
        let held_back = std::mem::take(&mut state.held_back);
        for delivery in came.into_iter().chain(held_back) {
            if now.len() >= max as usize || state.happens(DELAYED) {
                state.held_back.push(delivery);
                continue;
            }
            if state.happens(DUPLICATED) {
                state.held_back.push(delivery.clone());
            }
            let place = state.below(now.len() as u64 + 1);
            now.insert(usize::try_from(place).expect("a small number"), delivery);
        }
        now
    }
}

impl State {
    fn happens(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// `SplitMix64`: chance that a seed decides.
    fn below(&mut self, bound: u64) -> u64 {
        self.chance = self.chance.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.chance;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }
}

#[async_trait]
impl Queue for UnreliableQueue {
    async fn receive(&self, max: u32, wait: Duration, busy: &[PrincipalId]) -> Result<Vec<Delivery>, QueueError> {
        self.fail()?;
        // What is held back must not wait for something to come.
        let wait = if self.state().held_back.is_empty() { wait } else { Duration::ZERO };
        let came = self.inner.receive(max, wait, busy).await?;
        for delivery in &came {
            if self.happens(EXPIRED) {
                self.inner.extend(delivery, Duration::ZERO).await?;
            }
        }
        Ok(self.deal(came, max))
    }

    async fn acknowledge(&self, delivery: Delivery) -> Result<(), QueueError> {
        self.fail()?;
        if self.happens(DROPPED) {
            return Ok(());
        }
        self.inner.acknowledge(delivery).await
    }

    async fn extend(&self, delivery: &Delivery, visibility: Duration) -> Result<(), QueueError> {
        self.fail()?;
        if self.happens(DROPPED) {
            return Ok(());
        }
        self.inner.extend(delivery, visibility).await
    }

    async fn release(&self, delivery: Delivery) -> Result<(), QueueError> {
        // A release that was lost would be made good by the visibility's end, which no test wants to wait for.
        self.inner.release(delivery).await
    }

    fn wake(&self) {
        self.inner.wake();
    }
}

impl std::fmt::Debug for UnreliableQueue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UnreliableQueue").finish_non_exhaustive()
    }
}
