//! The one list of containment: a pod, from pure functions.

use std::collections::BTreeMap;

use domain::Limits;
use k8s_openapi::{
    api::core::v1::{
        Capabilities, Container, EmptyDirVolumeSource, Pod, PodDNSConfig, PodSecurityContext, PodSpec,
        ResourceRequirements, SeccompProfile, SecurityContext, Volume, VolumeMount,
    },
    apimachinery::pkg::{api::resource::Quantity, apis::meta::v1::ObjectMeta},
};

use crate::{
    names::{MAY_MOVE, Names, POOL},
    settings::Settings,
};

/// User and group `nobody`.
const NOBODY: i64 = 65_534;
/// The one container.
pub(crate) const CONTAINER: &str = "program";
/// The node's disk that a container may take, by its logs: nothing else of it can be written.
const DISK: &str = "32Mi";
/// Where a name server would be. Nothing answers there.
const NO_NAME_SERVER: &str = "127.0.0.1";
/// Beyond a warm life and the longest program, this long for whatever is slow.
const SLACK_SECONDS: i64 = 60;
/// Places that can be written, with their volumes. Each is memory, and has a size.
const WRITABLE: [(&str, &str); 2] = [("tmp", "/tmp"), ("shm", "/dev/shm")];

/// The pod of every sandbox of a profile.
pub(crate) fn pod(settings: &Settings, names: &Names, name: &str, pool: &str, command: Vec<String>) -> Pod {
    let mut labels = names.labels();
    labels.insert("app.kubernetes.io/name".into(), "sandbox".into());
    labels.insert(POOL.into(), pool.into());
    Pod {
        metadata: ObjectMeta {
            name: Some(name.into()),
            namespace: Some(settings.namespace.clone()),
            labels: Some(labels),
            annotations: Some([(MAY_MOVE.into(), "true".into())].into()),
            ..ObjectMeta::default()
        },
        spec: Some(spec(settings, command)),
        status: None,
    }
}

fn spec(settings: &Settings, command: Vec<String>) -> PodSpec {
    PodSpec {
        runtime_class_name: Some(settings.runtime_class.clone()),
        restart_policy: Some("Never".into()),
        active_deadline_seconds: Some(deadline_seconds(settings)),
        termination_grace_period_seconds: Some(0),
        automount_service_account_token: Some(false),
        enable_service_links: Some(false),
        host_users: settings.user_namespaces.then_some(false),
        hostname: Some("sandbox".into()),
        dns_policy: Some("None".into()),
        dns_config: Some(PodDNSConfig { nameservers: Some(vec![NO_NAME_SERVER.into()]), ..PodDNSConfig::default() }),
        security_context: Some(PodSecurityContext {
            run_as_non_root: Some(true),
            run_as_user: Some(NOBODY),
            run_as_group: Some(NOBODY),
            seccomp_profile: Some(runtime_default()),
            ..PodSecurityContext::default()
        }),
        containers: vec![container(settings, command)],
        volumes: Some(WRITABLE.map(|(volume, _)| memory(volume, settings.limits.tmp_bytes)).into()),
        ..PodSpec::default()
    }
}

fn container(settings: &Settings, command: Vec<String>) -> Container {
    Container {
        name: CONTAINER.into(),
        image: Some(settings.image.clone()),
        image_pull_policy: Some("IfNotPresent".into()),
        command: Some(command),
        working_dir: Some("/tmp".into()),
        resources: Some(resources(&settings.limits)),
        security_context: Some(SecurityContext {
            allow_privilege_escalation: Some(false),
            privileged: Some(false),
            read_only_root_filesystem: Some(true),
            run_as_non_root: Some(true),
            run_as_user: Some(NOBODY),
            run_as_group: Some(NOBODY),
            capabilities: Some(Capabilities { add: None, drop: Some(vec!["ALL".into()]) }),
            seccomp_profile: Some(runtime_default()),
            ..SecurityContext::default()
        }),
        volume_mounts: Some(WRITABLE.map(|(volume, path)| mount(volume, path)).into()),
        ..Container::default()
    }
}

/// Requests are limits: what a sandbox may use is there, and nothing is taken from a neighbour.
fn resources(limits: &Limits) -> ResourceRequirements {
    let exactly: BTreeMap<_, _> = [
        ("cpu", format!("{}m", limits.cpu_millis)),
        ("memory", bytes(limits.memory_bytes)),
        ("ephemeral-storage", DISK.to_owned()),
    ]
    .map(|(name, amount)| (name.to_owned(), Quantity(amount)))
    .into();
    ResourceRequirements { requests: Some(exactly.clone()), limits: Some(exactly), claims: None }
}

/// A pod that everybody has forgotten ends by itself.
fn deadline_seconds(settings: &Settings) -> i64 {
    let warm = i64::try_from(settings.warm_for.as_secs()).unwrap_or(i64::MAX);
    let program = i64::try_from(settings.limits.wall_time_ms / 1_000).unwrap_or(i64::MAX);
    warm.saturating_add(program).saturating_add(SLACK_SECONDS)
}

fn runtime_default() -> SeccompProfile {
    SeccompProfile { type_: "RuntimeDefault".into(), localhost_profile: None }
}

fn memory(name: &str, size_bytes: u64) -> Volume {
    let source = EmptyDirVolumeSource { medium: Some("Memory".into()), size_limit: Some(Quantity(bytes(size_bytes))) };
    Volume { name: name.into(), empty_dir: Some(source), ..Volume::default() }
}

fn mount(name: &str, path: &str) -> VolumeMount {
    VolumeMount { name: name.into(), mount_path: path.into(), ..VolumeMount::default() }
}

/// In MiB where that is exact, as people write it.
fn bytes(count: u64) -> String {
    if count.is_multiple_of(1 << 20) { format!("{}Mi", count >> 20) } else { count.to_string() }
}

#[cfg(test)]
mod tests;
