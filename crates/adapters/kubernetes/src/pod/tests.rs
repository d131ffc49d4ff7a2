use super::*;
use crate::command;

fn built(settings: &Settings) -> Pod {
    let names = Names::of("executor-0");
    pod(settings, &names, "sandbox-0", "python", command::idle())
}

fn settings() -> Settings {
    Settings::new("registry.example/sandbox:0", "executor-0")
}

#[test]
fn the_containment_list_of_a_pod() {
    let mut value = serde_json::to_value(built(&settings())).expect("a pod is JSON");
    // Another one in each life.
    value["metadata"]["labels"]["code-remote/executor"] = "executor-0-LIFE".into();
    insta::assert_json_snapshot!(value);
}

#[test]
fn a_user_namespace_is_asked_for_only_where_it_is_chosen() {
    let spec = |user_namespaces| built(&Settings { user_namespaces, ..settings() }).spec.expect("a spec");
    assert_eq!(spec(false).host_users, None);
    assert_eq!(spec(true).host_users, Some(false));
}

#[test]
fn limits_are_the_profiles_and_requests_equal_them() {
    let limits = Limits { cpu_millis: 250, memory_bytes: (100 << 20) + 1, tmp_bytes: 5 << 20, ..Limits::default() };
    let spec = built(&Settings { limits, ..settings() }).spec.expect("a spec");
    let resources = spec.containers[0].resources.clone().expect("resources");
    assert_eq!(resources.requests, resources.limits);
    let amount = |name: &str| resources.limits.as_ref().expect("limits")[name].0.clone();
    assert_eq!((amount("cpu"), amount("memory")), ("250m".into(), "104857601".into()));
    for volume in spec.volumes.expect("volumes") {
        let source = volume.empty_dir.expect("an empty directory");
        assert_eq!((source.medium.as_deref(), source.size_limit), (Some("Memory"), Some(Quantity("5Mi".into()))));
    }
}

#[test]
fn a_pod_outlives_its_warm_life_and_its_program() {
    let chosen = settings();
    let seconds = built(&chosen).spec.expect("a spec").active_deadline_seconds.expect("a deadline");
    let needed = chosen.warm_for.as_secs() + chosen.limits.wall_time_ms / 1_000;
    assert!(u64::try_from(seconds).expect("positive") > needed);
}
