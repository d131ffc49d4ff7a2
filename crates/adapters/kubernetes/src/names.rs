//! What pods and leases are called, and the labels that say whose they are.

use std::collections::BTreeMap;

use domain::{PrincipalId, Ticket};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Everything that is ours has this label.
pub(crate) const MANAGED_BY: &str = "app.kubernetes.io/managed-by";
/// Its value.
pub(crate) const OURS: &str = "code-remote";
/// Label: which life of which executor made it, and holds the lease of that name.
pub(crate) const EXECUTOR: &str = "code-remote/executor";
/// Label: which pool it was made for.
pub(crate) const POOL: &str = "code-remote/pool";
/// Labels of a pod that runs a job: which one, which attempt, and whose it is, as a hash.
const JOB: &str = "code-remote/job";
const ATTEMPT: &str = "code-remote/attempt";
const OWNER: &str = "code-remote/owner";
/// Annotation: whether a cluster that takes away an idle node may remove it. Without one, pods that no controller makes anew keep their node for ever.
pub(crate) const MAY_MOVE: &str = "cluster-autoscaler.kubernetes.io/safe-to-evict";
/// Bytes of the owner's hash that are shown: enough to tell owners apart, too few to look one up.
const OWNER_BYTES: usize = 8;
/// Longest value of a label, and a name that is good everywhere.
const LABEL_LENGTH: usize = 63;

/// The names of one life of one executor.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    life: String,
}

impl Names {
    /// A new life: a restarted executor with the same name is another one.
    pub(crate) fn of(executor: &str) -> Self {
        let suffix = random(8);
        let mut life = label_of(executor);
        life.truncate(LABEL_LENGTH - 1 - suffix.len());
        let life = format!("{}-{suffix}", life.trim_end_matches('-'));
        Self { life }
    }

    /// The life's name: value of the label, and name of the lease.
    pub(crate) fn life(&self) -> &str {
        &self.life
    }

    /// A name for a pod that no other one ever has.
    pub(crate) fn pod() -> String {
        format!("sandbox-{}", random(32))
    }

    /// Selects the pods of this life.
    pub(crate) fn selector(&self) -> String {
        format!("{MANAGED_BY}={OURS},{EXECUTOR}={}", self.life)
    }

    /// Labels of whatever this life makes.
    pub(crate) fn labels(&self) -> BTreeMap<String, String> {
        [(MANAGED_BY, OURS), (EXECUTOR, &self.life)].map(|(key, value)| (key.to_owned(), value.to_owned())).into()
    }
}

/// Labels of a pod that runs this.
pub(crate) fn of_job(ticket: &Ticket, owner: &PrincipalId) -> BTreeMap<&'static str, String> {
    let hash = Sha256::digest(owner.as_str().as_bytes());
    let hash = hash[..OWNER_BYTES].iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    [(JOB, ticket.job_id.to_string()), (ATTEMPT, ticket.attempt.to_string()), (OWNER, hash)].into()
}

/// Selects everything that is ours, whoever made it.
pub(crate) fn everything() -> String {
    format!("{MANAGED_BY}={OURS}")
}

fn random(digits: usize) -> String {
    let mut text = Uuid::new_v4().simple().to_string();
    text.truncate(digits);
    text
}

/// What is left of a name when only what a label and a lease may be called remains.
fn label_of(name: &str) -> String {
    let small = name.to_ascii_lowercase();
    let kept: String = small.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let kept = kept.trim_matches('-');
    if kept.is_empty() { "executor".to_owned() } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifes_name_fits_a_label_whatever_the_executor_is_called() {
        for name in ["executor-7d9f-abc", "", "--", "Ünï.codé_host", &"x".repeat(300), &format!("{}-", "y".repeat(54))]
        {
            let names = Names::of(name);
            let life = names.life();
            assert!(life.len() <= LABEL_LENGTH, "{life}");
            assert!(life.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{life}");
            assert!(life.starts_with(|c: char| c.is_ascii_alphanumeric()) && !life.ends_with('-'), "{life}");
        }
    }

    #[test]
    fn a_jobs_labels_name_it_and_hide_its_owner() {
        let job_id: domain::JobId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().expect("an id");
        let ticket = Ticket { job_id, attempt: 2, executor: domain::ExecutorId::new("any") };
        let labels = of_job(&ticket, &PrincipalId::new("someone@example.org"));
        assert_eq!(labels[JOB], "01890a5d-ac96-774b-bcce-b302099a8057");
        assert_eq!((labels[ATTEMPT].as_str(), labels[OWNER].len()), ("2", 16));
        assert_ne!(labels[OWNER], of_job(&ticket, &PrincipalId::new("other@example.org"))[OWNER]);
    }

    #[test]
    fn two_lives_of_one_executor_have_different_names() {
        assert_ne!(Names::of("executor-0").life(), Names::of("executor-0").life());
    }
}
