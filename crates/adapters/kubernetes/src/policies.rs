//! Whether the cluster says that nothing enters a sandbox and nothing leaves one: the network policies of the sandboxes' namespace.
//!
//! That it says so proves nothing: `proof` tries it. But when it no longer says so, that is known at once, and nothing runs until it
//! is proven again.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use k8s_openapi::{api::networking::v1::NetworkPolicy, apimachinery::pkg::apis::meta::v1::LabelSelector};
use tokio::sync::watch;

use crate::watch::Watched;

/// What a policy must forbid.
const DIRECTIONS: [&str; 2] = ["Ingress", "Egress"];

/// What the policies say together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Word {
    /// Nobody has asked yet.
    #[default]
    Unknown,
    /// Everything is denied to all.
    Closed,
    /// Not everything is; why.
    Open(String),
}

/// The policies of the namespace.
#[derive(Debug, Default)]
pub(crate) struct Policies {
    known: Mutex<BTreeMap<String, NetworkPolicy>>,
    word: watch::Sender<Word>,
}

impl Policies {
    /// What is known now.
    pub(crate) fn word(&self) -> Word {
        self.word.borrow().clone()
    }

    /// Returns when not everything is denied; why.
    pub(crate) async fn opened(&self) -> String {
        let mut word = self.word.subscribe();
        let opened = word.wait_for(|word| matches!(word, Word::Open(_))).await.map(|word| word.clone());
        match opened {
            Ok(Word::Open(reason)) => reason,
            // The sender lives in `self`, so waiting does not fail.
            _ => std::future::pending().await,
        }
    }

    fn change(&self, change: impl FnOnce(&mut BTreeMap<String, NetworkPolicy>)) {
        let mut known = self.lock();
        change(&mut known);
        self.word.send_replace(judged(&known));
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, NetworkPolicy>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watched for Policies {
    type Kind = NetworkPolicy;

    fn seen(&self, policy: &NetworkPolicy) {
        self.change(|known| drop(known.insert(name_of(policy), policy.clone())));
    }

    fn gone(&self, policy: &NetworkPolicy) {
        self.change(|known| drop(known.remove(&name_of(policy))));
    }

    fn all(&self, found: &[NetworkPolicy], _: Instant) {
        self.change(|known| *known = found.iter().map(|policy| (name_of(policy), policy.clone())).collect());
    }
}

fn name_of(policy: &NetworkPolicy) -> String {
    policy.metadata.name.clone().unwrap_or_default()
}

/// Policies add up: one denies, and none may open.
fn judged(known: &BTreeMap<String, NetworkPolicy>) -> Word {
    if let Some((name, _)) = known.iter().find(|(_, policy)| opens(policy)) {
        return Word::Open(format!("the NetworkPolicy {name} lets sandboxes talk"));
    }
    if known.values().any(denies_everything_to_all) {
        return Word::Closed;
    }
    Word::Open("no NetworkPolicy denies everything to every sandbox".into())
}

fn opens(policy: &NetworkPolicy) -> bool {
    let Some(spec) = &policy.spec else { return false };
    spec.ingress.as_ref().is_some_and(|rules| !rules.is_empty())
        || spec.egress.as_ref().is_some_and(|rules| !rules.is_empty())
}

fn denies_everything_to_all(policy: &NetworkPolicy) -> bool {
    let Some(spec) = &policy.spec else { return false };
    let types = spec.policy_types.as_deref().unwrap_or_default();
    spec.pod_selector.as_ref().is_none_or(selects_all) && DIRECTIONS.iter().all(|one| types.iter().any(|it| it == one))
}

fn selects_all(selector: &LabelSelector) -> bool {
    let LabelSelector { match_expressions, match_labels } = selector;
    match_expressions.as_ref().is_none_or(Vec::is_empty) && match_labels.as_ref().is_none_or(BTreeMap::is_empty)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn policy(name: &str, spec: &Value) -> NetworkPolicy {
        serde_json::from_value(json!({ "metadata": { "name": name }, "spec": spec })).expect("a policy")
    }

    fn word(specs: &[Value]) -> Word {
        let policies = Policies::default();
        let found: Vec<_> = specs.iter().enumerate().map(|(n, spec)| policy(&format!("policy-{n}"), spec)).collect();
        policies.all(&found, Instant::now());
        policies.word()
    }

    fn deny_all() -> Value {
        json!({ "podSelector": {}, "policyTypes": ["Ingress", "Egress"], "ingress": [], "egress": [] })
    }

    #[test]
    fn only_a_policy_for_all_sandboxes_and_both_directions_closes() {
        assert_eq!(word(&[deny_all()]), Word::Closed);
        let one_way = json!({ "podSelector": {}, "policyTypes": ["Ingress"] });
        let some = json!({ "podSelector": { "matchLabels": { "a": "b" } }, "policyTypes": ["Ingress", "Egress"] });
        for specs in [vec![], vec![one_way], vec![some]] {
            assert!(matches!(word(&specs), Word::Open(_)), "{specs:?}");
        }
    }

    #[test]
    fn one_opening_is_enough() {
        let to_dns = json!({ "podSelector": {}, "policyTypes": ["Egress"], "egress": [{ "ports": [{ "port": 53 }] }] });
        let Word::Open(reason) = word(&[deny_all(), to_dns]) else { panic!("it opens") };
        assert!(reason.contains("policy-1"), "{reason}");
        let to_all = json!({ "podSelector": {}, "policyTypes": ["Ingress", "Egress"], "ingress": [{}] });
        assert!(matches!(word(&[to_all]), Word::Open(_)));
    }

    #[test]
    fn what_is_deleted_does_not_close_any_more() {
        let policies = Policies::default();
        assert_eq!(policies.word(), Word::Unknown);
        let deny = policy("deny", &deny_all());
        policies.seen(&deny);
        assert_eq!(policies.word(), Word::Closed);
        policies.gone(&deny);
        assert!(matches!(policies.word(), Word::Open(_)));
    }
}
