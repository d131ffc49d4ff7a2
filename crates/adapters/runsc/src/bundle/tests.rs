use super::*;

fn command() -> Vec<String> {
    vec!["/usr/bin/python3.11".into(), "/usr/lib/code-remote/runner.py".into()]
}

#[test]
fn the_containment_list_of_an_erofs_sandbox() {
    let root = RootFs::Erofs { image: "/data/root.erofs".into(), point: "/run/empty".into() };
    insta::assert_json_snapshot!(spec(&root, &command(), &Limits::default()));
}

#[test]
fn a_directory_root_differs_only_in_where_the_root_is() {
    let limits = Limits::default();
    let erofs = RootFs::Erofs { image: "/data/root.erofs".into(), point: "/run/empty".into() };
    let mut from_image = serde_json::to_value(spec(&erofs, &command(), &limits)).expect("serializable");
    let directory = RootFs::Directory("/data/root".into());
    let from_directory = serde_json::to_value(spec(&directory, &command(), &limits)).expect("serializable");
    from_image["root"]["path"] = "/data/root".into();
    from_image["annotations"] = serde_json::json!({});
    assert_eq!(from_directory, from_image);
}

#[test]
fn limits_of_the_profile_reach_every_writable_place() {
    let limits = Limits { processes: 7, tmp_bytes: 4_096, ..Limits::default() };
    let spec = spec(&RootFs::Directory("/data/root".into()), &command(), &limits);
    let rlimit = |kind| spec.process.rlimits.iter().find(|rlimit| rlimit.kind == kind).map(|rlimit| rlimit.hard);
    assert_eq!(rlimit("RLIMIT_NPROC"), Some(7));
    assert_eq!(rlimit("RLIMIT_FSIZE"), Some(4_096));
    let writable = spec.mounts.iter().filter(|mount| mount.kind != "proc");
    for mount in writable {
        assert!(mount.options.contains(&"size=4096".to_owned()), "{} has no size", mount.destination);
    }
}
