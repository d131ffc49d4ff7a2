//! A pod's birth: created, seen running, its runner opened, pinged, and old enough.

use std::{sync::Arc, time::Duration};

use domain::{SandboxError, runner};
use k8s_openapi::api::core::v1::Pod;
use kube::api::PostParams;
use tokio::{
    io::AsyncReadExt as _,
    time::{Instant, sleep, sleep_until, timeout},
};

use crate::{
    calls::{Refusal, call},
    command,
    names::Names,
    pod::pod,
    pods,
    remains::Remains,
    sandbox::PodSandbox,
    shared::Shared,
    state::PodState,
    stream::{self, Attached},
    watch::Watched as _,
};

/// The pool that all sandboxes belong to, as long as there is one language.
pub(crate) const POOL: &str = "python";
/// Pause between two questions whether there is room, unless a pod goes earlier.
const ASK_FOR_ROOM: Duration = Duration::from_secs(1);
/// How often a pod is asked for directly while its start is waited for, should the watch be silent.
const ASK_DIRECTLY: Duration = Duration::from_secs(5);
/// How often opening a stream is tried.
const TRIES: u32 = 4;
/// Pause after the first failure; doubled after each.
const PAUSE: Duration = Duration::from_millis(100);
/// Of what a runner that did not come up said, this much is reported.
const REASON_BYTES: usize = 400;

/// Starts a sandbox; returns when it waits for a program. A failed start leaves nothing behind.
pub(crate) async fn start(shared: &Arc<Shared>) -> Result<PodSandbox, SandboxError> {
    let shared = shared.clone();
    // In a task of its own, so that a caller who gives up does not leave a pod half-started.
    let birth = tokio::spawn(async move {
        let mut remains = running(&shared, POOL, command::idle()).await?;
        match open_runner(&shared, &remains).await {
            Ok(attached) => Ok(PodSandbox::new(shared, remains, attached)),
            Err(error) => Err(fail(&mut remains, error).await),
        }
    });
    birth.await.map_err(|error| not_started(error.to_string()))?
}

/// Makes a pod and waits until it runs.
pub(crate) async fn running(shared: &Arc<Shared>, pool: &str, command: Vec<String>) -> Result<Remains, SandboxError> {
    shared.closed().await?;
    shared.life.assure().await.map_err(|refusal| refusal.at_start("no lease is held"))?;
    let mut remains = Remains::new(shared.clone(), Names::pod());
    let wanted = pod(&shared.settings, &shared.names, remains.name(), pool, command);
    let made = match create(shared, &wanted).await {
        Ok(made) => made,
        Err(error) => return Err(fail(&mut remains, error).await),
    };
    remains.created(made.metadata.uid.clone());
    match wait(shared, &remains).await {
        Ok(()) => Ok(remains),
        Err(error) => Err(fail(&mut remains, error).await),
    }
}

async fn fail(remains: &mut Remains, error: SandboxError) -> SandboxError {
    if let Err(refusal) = remains.remove().await {
        tracing::warn!(
            pod.name = remains.name(),
            reason = refusal.reason(),
            "a failed start left its pod to the sweep"
        );
    }
    error
}

/// Asks until there is room, for a while.
async fn create(shared: &Shared, wanted: &Pod) -> Result<Pod, SandboxError> {
    let deadline = Instant::now() + shared.settings.room_within;
    loop {
        let room = shared.pods.room();
        let refusal = match call(shared.api.create(&PostParams::default(), wanted)).await {
            Ok(made) => return Ok(made),
            Err(refusal) => refusal,
        };
        match refusal {
            // The answer to an earlier try was lost: nobody else makes a pod of this name.
            Refusal::Exists => return Ok(wanted.clone()),
            // Two pods were counted against the quota at once.
            Refusal::Conflict if Instant::now() < deadline => sleep(PAUSE).await,
            Refusal::NoRoom(_) if Instant::now() < deadline => {
                let _ = timeout(ASK_FOR_ROOM, room).await;
            }
            refusal => return Err(refusal.at_start("a pod was not created")),
        }
    }
}

/// Until its container runs. The watch tells; should that be silent, the pod is asked for now and then.
async fn wait(shared: &Shared, remains: &Remains) -> Result<(), SandboxError> {
    let deadline = Instant::now() + shared.settings.start_within;
    let mut state = remains.registered().look();
    loop {
        let settled = pods::until(&mut state, |state| *state == PodState::Running || state.is_over());
        let ask = ASK_DIRECTLY.min(deadline.saturating_duration_since(Instant::now()));
        let seen = timeout(ask, settled).await.ok();
        match seen {
            Some(PodState::Running) => return Ok(()),
            // The scheduler saw room that the node's own count does not have.
            Some(PodState::Ended(reason)) if reason.starts_with("OutOf") => {
                return Err(SandboxError::NoRoom { reason });
            }
            Some(over) => return Err(not_started(explained(shared, remains.name(), &over).await)),
            None if Instant::now() >= deadline => return Err(too_late(&remains.registered().state())),
            None => ask_directly(shared, remains).await,
        }
    }
}

/// Asks the API server for one pod.
pub(crate) async fn ask_directly(shared: &Shared, remains: &Remains) {
    match call(shared.api.get(remains.name())).await {
        Ok(pod) => shared.pods.seen(&pod),
        Err(Refusal::Gone) => {
            let mut gone = Pod::default();
            gone.metadata.name = Some(remains.name().to_owned());
            shared.pods.gone(&gone);
        }
        // The next time.
        Err(_) => {}
    }
}

/// A cluster without room is full, not broken.
fn too_late(state: &PodState) -> SandboxError {
    match state {
        PodState::Unschedulable(reason) => SandboxError::NoRoom { reason: reason.clone() },
        PodState::Waiting(Some(reason)) => not_started(format!("the pod did not run in time: {reason}")),
        _ => not_started("the pod did not run in time".into()),
    }
}

async fn explained(shared: &Shared, name: &str, over: &PodState) -> String {
    let reason = match over {
        PodState::Hopeless(reason) => return reason.clone(),
        PodState::Ended(reason) => reason.clone(),
        other => format!("{other:?}"),
    };
    match shared.last_warning(name).await {
        Some(warning) => format!("{reason} ({warning})"),
        None => reason,
    }
}

/// Opens the runner and proves that it is there. Meanwhile the network policies take hold.
async fn open_runner(shared: &Shared, remains: &Remains) -> Result<Attached, SandboxError> {
    let settled = Instant::now() + shared.settings.settle;
    let mut attached = open(shared, remains.name(), &command::runner(&shared.settings.limits)).await?;
    let pinged = timeout(shared.settings.start_within, ping(&mut attached)).await;
    pinged
        .unwrap_or_else(|_| Err("it did not answer in time".into()))
        .map_err(|reason| not_started(format!("the runner did not come up: {reason}")))?;
    sleep_until(settled).await;
    Ok(attached)
}

/// Opens a stream. A container that is said to run may not be ready for one.
pub(crate) async fn open(shared: &Shared, pod: &str, command: &[String]) -> Result<Attached, SandboxError> {
    let mut pause = PAUSE;
    for _ in 1..TRIES {
        match stream::open(&shared.client, &shared.settings.namespace, pod, command).await {
            Ok(attached) => return Ok(attached),
            Err(refusal @ Refusal::Forbidden(_)) => return Err(refusal.at_start("no stream was opened")),
            Err(_) => sleep(pause).await,
        }
        pause *= 2;
    }
    let last = stream::open(&shared.client, &shared.settings.namespace, pod, command).await;
    last.map_err(|refusal| refusal.at_start("no stream was opened"))
}

async fn ping(attached: &mut Attached) -> Result<(), String> {
    attached.stdin.write(&runner::ping()).await.map_err(|error| error.to_string())?;
    match attached.stdout.read_u8().await {
        Ok(runner::READY) => Ok(()),
        Ok(other) => Err(format!("it answered {other}")),
        Err(_) => Err(last_words(attached).await),
    }
}

/// Why it ended instead of answering.
async fn last_words(attached: &mut Attached) -> String {
    let mut said = Vec::new();
    let mut some = (&mut attached.stderr).take(REASON_BYTES as u64);
    // What there is by now.
    let _ = timeout(PAUSE, some.read_to_end(&mut said)).await;
    let end = attached.end.borrow().clone();
    format!("{end:?} {}", String::from_utf8_lossy(&said).trim())
}

fn not_started(reason: String) -> SandboxError {
    SandboxError::NotStarted { reason }
}
