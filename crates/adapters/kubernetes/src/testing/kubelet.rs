//! Brings pods to life, and ends them.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};

use super::world::World;

/// How late a kubelet says that a container ran out of memory.
const MEMORY_LATER: Duration = Duration::from_millis(300);
/// How long after it ran a pod is evicted, at most, in milliseconds.
const EVICTED_WITHIN_MS: u64 = 400;

/// A pod was made: starts its container.
pub(super) fn made(world: &Arc<World>, name: String) {
    let world = world.clone();
    tokio::spawn(async move { start(&world, &name).await });
}

async fn start(world: &Arc<World>, name: &str) {
    let (pause, stuck, stillborn, evicted) = {
        let mut inner = world.lock();
        let (stillborn, evicted) = (inner.faults.stillborn, inner.faults.evicted);
        let stillborn = inner.dice().hits(stillborn);
        let evicted = inner.dice().hits(evicted).then(|| inner.dice().below(EVICTED_WITHIN_MS));
        (inner.start_after_ms, inner.stuck.clone(), stillborn, evicted)
    };
    if let Some((reason, message)) = stuck {
        return update(world, name, pending(&reason, &message));
    }
    update(world, name, pending("ContainerCreating", ""));
    if pause > 0 {
        tokio::time::sleep(Duration::from_millis(pause)).await;
    }
    if stillborn {
        return update(world, name, terminated("StartError", 128, None));
    }
    let command = command_of(world, name);
    match world.node.start(command).await {
        Ok(container) => {
            let mut inner = world.lock();
            if inner.get("pods", name).is_some() {
                inner.containers.insert(name.to_owned(), container.into());
            }
        }
        Err(error) => return update(world, name, pending("CreateContainerError", &error)),
    }
    let address = world.lock().address;
    update(world, name, running(address));
    if let Some(after) = evicted {
        tokio::time::sleep(Duration::from_millis(after)).await;
        end(world, name, terminated("Error", 137, Some("Evicted"))).await;
    }
}

/// A pod's container has taken too much memory and is dead.
pub(super) fn out_of_memory(world: &Arc<World>, name: String) {
    let world = world.clone();
    tokio::spawn(async move {
        tokio::time::sleep(MEMORY_LATER).await;
        end(&world, &name, terminated("OOMKilled", 137, None)).await;
    });
}

/// Kills a pod's container; its status says so.
pub(super) async fn end(world: &Arc<World>, name: &str, status: Value) {
    stop(world, name).await;
    update(world, name, status);
}

/// Kills a pod's container.
pub(super) async fn stop(world: &World, name: &str) {
    let container = world.lock().containers.remove(name);
    if let Some(container) = container {
        container.stop().await;
    }
}

fn update(world: &World, name: &str, status: Value) {
    world.lock().set_status(name, status);
    world.ring();
}

fn container(state: &Value) -> Value {
    json!([{ "name": "program", "image": "", "imageID": "", "ready": true, "restartCount": 0, "state": state }])
}

fn pending(reason: &str, message: &str) -> Value {
    if reason.is_empty() {
        return json!({ "phase": "Pending" });
    }
    if reason == "Unschedulable" {
        let condition = json!({ "type": "PodScheduled", "status": "False", "reason": reason, "message": message });
        return json!({ "phase": "Pending", "conditions": [condition] });
    }
    if reason.starts_with("OutOf") {
        return json!({ "phase": "Failed", "reason": reason, "message": message });
    }
    let state = json!({ "waiting": { "reason": reason, "message": message } });
    json!({ "phase": "Pending", "containerStatuses": container(&state) })
}

fn command_of(world: &World, name: &str) -> Vec<String> {
    let inner = world.lock();
    let words = inner.get("pods", name).map(|pod| pod["spec"]["containers"][0]["command"].clone()).unwrap_or_default();
    serde_json::from_value(words).unwrap_or_default()
}

fn running(address: &str) -> Value {
    let state = json!({ "running": { "startedAt": "2026-01-01T00:00:00Z" } });
    json!({ "phase": "Running", "podIP": address, "containerStatuses": container(&state) })
}

/// The status of a pod that has ended; with a reason of the pod's own where it was not the container's doing.
pub(super) fn terminated(reason: &str, code: i32, pod: Option<&str>) -> Value {
    let state = json!({ "terminated": { "reason": reason, "exitCode": code } });
    let mut status = json!({ "phase": "Failed", "containerStatuses": container(&state) });
    if let Some(word) = pod {
        status["reason"] = word.into();
        status["message"] = "told to".into();
    }
    status
}
