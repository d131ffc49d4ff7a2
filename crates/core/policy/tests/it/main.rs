//! Tests of the policy through its public interface.

mod corpus;
mod differential;
mod names;
mod places;
mod properties;
mod readers;
mod settings;
mod stress;

use code_remote_policy::{Policy, RefusalKind, Settings, Verdict};

/// The policy of the web editor's profile.
fn policy() -> Policy {
    Policy::new(Settings::default())
}

/// Names of the rules that object to a source, in order.
fn rules(source: impl AsRef<[u8]>) -> Vec<String> {
    policy().check(source.as_ref()).violations().iter().map(|violation| violation.rule.clone()).collect()
}

/// The kind of refusal, if there is one.
fn kind(policy: &Policy, source: &[u8]) -> Option<RefusalKind> {
    match policy.check(source) {
        Verdict::Accepted => None,
        Verdict::Refused { kind, .. } => Some(kind),
    }
}
