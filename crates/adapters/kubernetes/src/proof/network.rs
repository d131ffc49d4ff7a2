//! Whether anything answers a pod, and a pod anybody.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use domain::{Proof, SandboxError};
use serde::Deserialize;
use serde_json::json;
use tokio::{io::AsyncReadExt as _, net::TcpStream, time::timeout};

use super::{Target, proof};
use crate::{calls::call, command, remains::Remains, shared::Shared, start};

/// The pool that these pods are in.
const POOL: &str = "proof";
/// How long doors are knocked at after the moments in which they may answer, in seconds.
const KNOCKING_SECONDS: u64 = 3;
/// How long a pod takes to say what it found.
const SAID_WITHIN: Duration = Duration::from_secs(30);
/// How long this executor knocks at the listening pod.
const OWN_KNOCK: Duration = Duration::from_secs(1);
/// More than is ever said.
const SAID_BYTES: u64 = 64 << 10;

const KNOCK: &str = include_str!("knock.py");
const LISTEN: &str = include_str!("listen.py");

/// What the knocking pod says: for each door that answered, when it last did, in milliseconds of its process's life.
#[derive(Debug, Deserialize)]
struct Found {
    rounds: u32,
    last: BTreeMap<usize, u64>,
}

/// Tries the doors that are known, and two pods each other.
pub(super) async fn prove(shared: &Arc<Shared>) -> Result<Vec<Proof>, SandboxError> {
    let port = shared.settings.probe_port;
    let mut listener = start::running(shared, POOL, python(LISTEN, &[port.to_string()])).await?;
    let found = with_listener(shared, &listener, port).await;
    remove(&mut listener).await;
    found
}

async fn with_listener(shared: &Arc<Shared>, listener: &Remains, port: u16) -> Result<Vec<Proof>, SandboxError> {
    said(shared, listener.name(), "until [ -e listening ]; do sleep 0.5; done").await?;
    let other = SocketAddr::new(address_of(shared, listener.name()).await?, port);
    let mut doors = shared.settings.targets.0.clone();
    doors.push(Target::new("another pod", other));
    let words = [doors_as_json(&doors), knocking_seconds(shared.settings.settle).to_string()];
    let mut knocker = start::running(shared, POOL, python(KNOCK, &words)).await?;
    let text = said(shared, knocker.name(), "until [ -e result ]; do sleep 1; done; cat result").await;
    remove(&mut knocker).await;
    let reached = timeout(OWN_KNOCK, TcpStream::connect(other)).await.is_ok_and(|connected| connected.is_ok());
    let entered = if reached { "the executor reached a pod" } else { "nobody enters" };
    Ok(vec![judged(&doors, &text?, shared.settings.settle), proof("ingress", !reached, entered)])
}

fn knocking_seconds(settle: Duration) -> u64 {
    KNOCKING_SECONDS + settle.as_secs().div_ceil(2)
}

/// Doors may answer in moments in which no program runs yet: half of what a pod must be old for one.
fn judged(doors: &[Target], text: &str, settle: Duration) -> Proof {
    let Ok(found) = serde_json::from_str::<Found>(text) else {
        return proof("network", false, "the probe did not say what it found");
    };
    let Found { rounds, last } = found;
    let early = u64::try_from(settle.as_millis() / 2).unwrap_or(u64::MAX);
    let name = |number: &usize| doors.get(*number).map_or("a door", |door| door.name.as_str());
    let late: Vec<_> = last.iter().filter(|(_, at)| **at > early).map(|(number, _)| name(number)).collect();
    let detail = match (late.as_slice(), last.values().max()) {
        ([], None) => format!("nothing answered at {} doors in {rounds} rounds from the first moment on", doors.len()),
        ([], Some(at)) => format!("doors answered for {at} ms; programs run only after {} ms", settle.as_millis()),
        (late, _) => format!("answered: {}; is there a NetworkPolicy, and is it enforced?", late.join(", ")),
    };
    proof("network", late.is_empty() && rounds > 0, detail)
}

fn doors_as_json(doors: &[Target]) -> String {
    let door = |door: &Target| json!({ "host": door.address.ip().to_string(), "port": door.address.port(), "name_server": door.name_server });
    serde_json::Value::from(doors.iter().map(door).collect::<Vec<_>>()).to_string()
}

fn python(source: &str, arguments: &[String]) -> Vec<String> {
    let before = ["/usr/bin/env", "-i", command::PYTHON, "-I", "-B", "-c", source];
    before.iter().map(|word| (*word).to_owned()).chain(arguments.iter().cloned()).collect()
}

async fn address_of(shared: &Shared, name: &str) -> Result<IpAddr, SandboxError> {
    let pod = call(shared.api.get(name)).await.map_err(|refusal| refusal.at_start("a pod was not found"))?;
    let address = pod.status.and_then(|status| status.pod_ip?.parse().ok());
    address.ok_or_else(|| SandboxError::NotStarted { reason: "a pod that runs has no address".into() })
}

/// What a shell in a pod prints.
async fn said(shared: &Shared, pod: &str, script: &str) -> Result<String, SandboxError> {
    let words = ["/usr/bin/env", "-i", "PATH=/usr/bin:/bin", "/bin/sh", "-c", script].map(str::to_owned);
    let attached = start::open(shared, pod, &words).await?;
    let mut text = String::new();
    let mut reading = attached.stdout.take(SAID_BYTES);
    match timeout(SAID_WITHIN, reading.read_to_string(&mut text)).await {
        Ok(Ok(_)) => Ok(text),
        _ => Err(SandboxError::NotStarted { reason: "a probe did not say what it found".into() }),
    }
}

async fn remove(pod: &mut Remains) {
    if let Err(refusal) = pod.remove().await {
        tracing::warn!(pod.name = pod.name(), reason = refusal.reason(), "a probe's pod was left to the sweep");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doors() -> Vec<Target> {
        let address = "127.0.0.1:1".parse().expect("an address");
        vec![Target::new("the API server", address), Target::new("another pod", address)]
    }

    fn judge(text: &str) -> Proof {
        judged(&doors(), text, Duration::from_millis(500))
    }

    #[test]
    fn silence_is_contained() {
        let proof = judge(r#"{"rounds":30,"last":{}}"#);
        assert!(proof.contained && proof.detail.contains("nothing answered at 2 doors"), "{proof:?}");
    }

    #[test]
    fn a_policy_that_takes_hold_late_is_contained_as_long_as_no_program_runs() {
        let proof = judge(r#"{"rounds":30,"last":{"1":90}}"#);
        assert!(proof.contained && proof.detail.contains("90 ms"), "{proof:?}");
        let proof = judge(r#"{"rounds":30,"last":{"1":251}}"#);
        assert!(!proof.contained, "{proof:?}");
    }

    #[test]
    fn an_answer_is_named() {
        let proof = judge(r#"{"rounds":30,"last":{"0":3100,"1":20}}"#);
        assert!(!proof.contained, "{proof:?}");
        assert!(proof.detail.contains("the API server") && !proof.detail.contains("another pod"), "{proof:?}");
    }

    #[test]
    fn what_was_not_tried_is_not_contained() {
        assert!(!judge("").contained);
        assert!(!judge(r#"{"rounds":0,"last":{}}"#).contained);
    }
}
