//! Ready jobs, so that the next one of an owner who is not busy is found without walking past the others' backlogs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::PrincipalId;

use super::{JobKey, Waiting};

type Turn = (i64, JobKey);

/// Each owner's jobs by rank, and the first of each owner by rank.
#[derive(Default)]
pub(super) struct Turns {
    of_owner: HashMap<PrincipalId, BTreeSet<Turn>>,
    first: BTreeMap<Turn, PrincipalId>,
}

impl Turns {
    pub(super) fn insert(&mut self, job: &Waiting) {
        let turns = self.of_owner.entry(job.owner.clone()).or_default();
        let before = turns.first().copied();
        turns.insert((job.rank, job.key));
        let now = turns.first().copied();
        self.move_first(&job.owner, before, now);
    }

    pub(super) fn remove(&mut self, job: &Waiting) {
        self.remove_turn(&job.owner, (job.rank, job.key));
    }

    /// Takes out the job with the lowest rank among owners that are not busy.
    pub(super) fn pop(&mut self, busy: &[PrincipalId]) -> Option<JobKey> {
        let (turn, owner) = self.first.iter().find(|(_, owner)| !busy.contains(owner))?;
        let (turn, owner) = (*turn, owner.clone());
        self.remove_turn(&owner, turn);
        Some(turn.1)
    }

    fn remove_turn(&mut self, owner: &PrincipalId, turn: Turn) {
        let Some(turns) = self.of_owner.get_mut(owner) else { return };
        let before = turns.first().copied();
        turns.remove(&turn);
        let now = turns.first().copied();
        if now.is_none() {
            self.of_owner.remove(owner);
        }
        self.move_first(owner, before, now);
    }

    fn move_first(&mut self, owner: &PrincipalId, before: Option<Turn>, now: Option<Turn>) {
        if before == now {
            return;
        }
        if let Some(turn) = before {
            self.first.remove(&turn);
        }
        if let Some(turn) = now {
            self.first.insert(turn, owner.clone());
        }
    }
}
