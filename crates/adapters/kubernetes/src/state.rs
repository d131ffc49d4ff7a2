//! What a pod's status means for whoever waits for it.

use k8s_openapi::api::core::v1::{ContainerStatus, Pod, PodStatus};

/// Words with which a container says that it will not start, however long one waits.
const HOPELESS: [&str; 8] = [
    "CreateContainerConfigError",
    "CreateContainerError",
    "ErrImageNeverPull",
    "ErrImagePull",
    "ImageInspectError",
    "ImagePullBackOff",
    "InvalidImageName",
    "RunContainerError",
];

/// Where a pod is in its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PodState {
    /// It is on its way; why it waits, once anything of it was seen.
    Waiting(Option<String>),
    /// No node has room for it.
    Unschedulable(String),
    /// It will not start.
    Hopeless(String),
    /// Its container runs.
    Running,
    /// Its container was stopped because it took more memory than it may.
    OutOfMemory,
    /// It has ended for another reason.
    Ended(String),
}

impl PodState {
    /// Whether it is over.
    pub(crate) fn is_over(&self) -> bool {
        matches!(self, Self::Hopeless(_) | Self::OutOfMemory | Self::Ended(_))
    }
}

/// Reads it off a pod.
pub(crate) fn of(pod: &Pod) -> PodState {
    let none = PodStatus::default();
    let status = pod.status.as_ref().unwrap_or(&none);
    let container = status.container_statuses.as_ref().and_then(|all| all.first());
    if let Some(terminated) = container.and_then(|one| one.state.as_ref()?.terminated.as_ref()) {
        let reason = terminated.reason.as_deref().unwrap_or("Error");
        // Who evicted a pod is said by the pod; the container then only says that it was killed.
        return match status.reason.as_deref() {
            None if reason == "OOMKilled" => PodState::OutOfMemory,
            None => PodState::Ended(format!("its container ended: {reason} (exit {})", terminated.exit_code)),
            Some(word) => PodState::Ended(with(word, status.message.as_deref())),
        };
    }
    match status.phase.as_deref() {
        Some(phase @ ("Failed" | "Succeeded")) => {
            PodState::Ended(with(status.reason.as_deref().unwrap_or(phase), status.message.as_deref()))
        }
        _ if pod.metadata.deletion_timestamp.is_some() => PodState::Ended("it was deleted".into()),
        // The node has not been heard of: it may run or not.
        _ if status.reason.as_deref() == Some("NodeLost") => {
            PodState::Ended(with("NodeLost", status.message.as_deref()))
        }
        _ if container.is_some_and(runs) => PodState::Running,
        _ => waiting(pod, status, container),
    }
}

fn runs(container: &ContainerStatus) -> bool {
    container.state.as_ref().is_some_and(|state| state.running.is_some())
}

fn waiting(pod: &Pod, status: &PodStatus, container: Option<&ContainerStatus>) -> PodState {
    let mut conditions = status.conditions.iter().flatten();
    let unscheduled = conditions.find(|one| one.type_ == "PodScheduled" && one.status == "False");
    if let Some(condition) = unscheduled {
        let word = condition.reason.as_deref().unwrap_or("Unschedulable");
        return PodState::Unschedulable(with(word, condition.message.as_deref()));
    }
    let Some(waiting) = container.and_then(|one| one.state.as_ref()?.waiting.as_ref()) else {
        return PodState::Waiting(Some(unseen(pod, status)));
    };
    let word = waiting.reason.as_deref().unwrap_or("waiting");
    let text = with(word, waiting.message.as_deref());
    if HOPELESS.contains(&word) { PodState::Hopeless(text) } else { PodState::Waiting(Some(text)) }
}

/// Who has not looked at it yet.
fn unseen(pod: &Pod, status: &PodStatus) -> String {
    let phase = status.phase.as_deref().unwrap_or("Pending");
    match pod.spec.as_ref().and_then(|spec| spec.node_name.as_deref()) {
        Some(node) => format!("{phase}: the kubelet of node {node} has not started it"),
        None => format!("{phase}: no scheduler has given it a node"),
    }
}

fn with(word: &str, message: Option<&str>) -> String {
    match message {
        Some(message) if !message.is_empty() => format!("{word}: {message}"),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn state(status: &Value) -> PodState {
        let pod = json!({ "metadata": { "name": "a" }, "status": status });
        of(&serde_json::from_value(pod).expect("a pod"))
    }

    fn container(state: &Value) -> Value {
        json!([{ "name": "program", "image": "i", "imageID": "", "ready": true, "restartCount": 0, "state": state }])
    }

    #[test]
    fn a_pod_without_status_is_on_its_way() {
        assert!(matches!(state(&json!({})), PodState::Waiting(Some(_))));
        assert_eq!(
            state(
                &json!({ "phase": "Pending", "containerStatuses": container(&json!({ "waiting": { "reason": "ContainerCreating" } })) })
            ),
            PodState::Waiting(Some("ContainerCreating".into()))
        );
    }

    #[test]
    fn a_running_container_is_what_counts() {
        let running = json!({ "running": { "startedAt": "2026-01-01T00:00:00Z" } });
        assert_eq!(state(&json!({ "phase": "Running", "containerStatuses": container(&running) })), PodState::Running);
        assert!(matches!(state(&json!({ "phase": "Running" })), PodState::Waiting(Some(_))));
    }

    #[test]
    fn an_image_that_is_not_there_is_hopeless() {
        let waiting = json!({ "waiting": { "reason": "ErrImagePull", "message": "not found" } });
        assert_eq!(
            state(&json!({ "phase": "Pending", "containerStatuses": container(&waiting) })),
            PodState::Hopeless("ErrImagePull: not found".into())
        );
    }

    #[test]
    fn a_full_cluster_is_unschedulable() {
        let condition =
            json!([{ "type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "0/1 nodes" }]);
        assert_eq!(
            state(&json!({ "phase": "Pending", "conditions": condition })),
            PodState::Unschedulable("Unschedulable: 0/1 nodes".into())
        );
    }

    #[test]
    fn who_has_not_looked_at_a_pod_is_named() {
        let unseen = json!({ "metadata": { "name": "a" }, "status": { "phase": "Pending" } });
        let reason = PodState::Waiting(Some("Pending: no scheduler has given it a node".into()));
        assert_eq!(of(&serde_json::from_value(unseen).expect("a pod")), reason);
        let bound = json!({ "metadata": { "name": "a" }, "spec": { "containers": [], "nodeName": "n1" } });
        let reason = PodState::Waiting(Some("Pending: the kubelet of node n1 has not started it".into()));
        assert_eq!(of(&serde_json::from_value(bound).expect("a pod")), reason);
    }

    #[test]
    fn memory_eviction_deadline_and_node_are_told_apart() {
        let killed = |reason: &str| container(&json!({ "terminated": { "reason": reason, "exitCode": 137 } }));
        assert_eq!(
            state(&json!({ "phase": "Failed", "containerStatuses": killed("OOMKilled") })),
            PodState::OutOfMemory
        );
        let evicted = json!({ "phase": "Failed", "reason": "Evicted", "message": "low on memory", "containerStatuses": killed("OOMKilled") });
        assert_eq!(state(&evicted), PodState::Ended("Evicted: low on memory".into()));
        let late = json!({ "phase": "Failed", "reason": "DeadlineExceeded" });
        assert_eq!(state(&late), PodState::Ended("DeadlineExceeded".into()));
        let lost = json!({ "phase": "Unknown", "reason": "NodeLost", "message": "gone" });
        assert_eq!(state(&lost), PodState::Ended("NodeLost: gone".into()));
        assert_eq!(
            state(&json!({ "phase": "Failed", "containerStatuses": killed("Error") })),
            PodState::Ended("its container ended: Error (exit 137)".into())
        );
    }
}
