use std::{fs, path::Path};

use domain::SandboxError;
use tempfile::TempDir;

use super::*;

/// A tree of plain files in the place of control files.
struct Fake(TempDir);

impl Fake {
    fn new(files: &[(&str, &str)]) -> Self {
        let fake = Self(TempDir::new().expect("a directory"));
        for (path, text) in files {
            let path = fake.path(path);
            fs::create_dir_all(path.parent().expect("below the root")).expect("a directory");
            fs::write(path, text).expect("a file");
        }
        fake
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).expect("a file")
    }

    /// Lines of `mountinfo` for mounts of this kind below the tree.
    fn mountinfo(&self, mounts: &[(&str, &str, &str)]) -> String {
        let line = |(dir, kind, options): &(&str, &str, &str)| {
            format!("30 25 0:26 / {} rw,nosuid shared:4 - {kind} {kind} rw,{options}\n", self.path(dir).display())
        };
        mounts.iter().map(line).collect()
    }

    fn detect(&self, mounts: &[(&str, &str, &str)], parent: Option<&Path>) -> Result<Hierarchy, SandboxError> {
        detect(&Choice { mountinfo: &self.mountinfo(mounts), parent, instance: "abc" })
    }
}

/// A v2 tree whose groups exist already, because plain directories get no control files by being made.
fn unified(top: &str) -> Fake {
    let group = |dir: &str| format!("{dir}cgroup.subtree_control");
    Fake::new(&[
        ("u/cgroup.controllers", "cpuset cpu io memory pids\n"),
        (&group("u/"), "memory pids\n"),
        (&group(&format!("u/{top}/")), ""),
        (&group(&format!("u/{top}/abc/")), "cpu memory pids\n"),
        ("u/code-remote/abc/s1/memory.max", ""),
        ("u/code-remote/abc/s1/memory.swap.max", ""),
        ("u/code-remote/abc/s1/memory.oom.group", ""),
        ("u/code-remote/abc/s1/memory.events", "low 0\nhigh 0\nmax 12\noom 1\noom_kill 3\n"),
        ("u/code-remote/abc/s1/memory.peak", "123456\n"),
        ("u/code-remote/abc/s1/pids.max", ""),
        ("u/code-remote/abc/s1/pids.events", "max 7\n"),
        ("u/code-remote/abc/s1/cpu.max", ""),
        ("u/code-remote/abc/s1/cpu.weight", ""),
        ("u/code-remote/abc/s1/cpu.stat", "usage_usec 1500\nuser_usec 1000\nsystem_usec 500\n"),
        ("u/code-remote/abc/s1/cgroup.procs", "41\n42\n"),
    ])
}

const UNIFIED: [(&str, &str, &str); 1] = [("u", "cgroup2", "nsdelegate")];

#[test]
fn a_unified_machine_gives_children_what_they_lack() {
    let fake = unified("code-remote");
    let hierarchy = fake.detect(&UNIFIED, None).expect("usable");
    assert!(matches!(hierarchy, Hierarchy::V2(_)));
    assert_eq!(hierarchy.bases(), [fake.path("u/code-remote/abc")]);
    assert_eq!(fake.read("u/cgroup.subtree_control"), "+cpu");
    assert_eq!(fake.read("u/code-remote/cgroup.subtree_control"), "+cpu +memory +pids");
    assert_eq!(fake.read("u/code-remote/abc/cgroup.subtree_control"), "cpu memory pids\n");
}

#[test]
fn a_sandbox_on_a_unified_machine() {
    let fake = unified("code-remote");
    let hierarchy = fake.detect(&UNIFIED, None).expect("usable");
    assert_eq!(hierarchy.ids(), ["s1"]);
    let Group::V2(group) = hierarchy.group("s1") else { panic!("unified") };
    group.bound(64 << 20, 500).expect("bounded");
    assert_eq!(fake.read("u/code-remote/abc/s1/memory.max"), (64 << 20).to_string());
    assert_eq!(fake.read("u/code-remote/abc/s1/memory.swap.max"), "0");
    assert_eq!(fake.read("u/code-remote/abc/s1/memory.oom.group"), "1");
    assert_eq!(fake.read("u/code-remote/abc/s1/pids.max"), "500");

    let group = Group::V2(group);
    group.limit(&Limits::default()).expect("limited");
    assert_eq!(fake.read("u/code-remote/abc/s1/memory.max"), (256 << 20).to_string());
    assert_eq!(fake.read("u/code-remote/abc/s1/cpu.max"), "25000 250000");
    for (weight, written) in [(Weight::GivesWay, "10"), (Weight::Full, "100")] {
        group.weigh(weight);
        assert_eq!(fake.read("u/code-remote/abc/s1/cpu.weight"), written);
    }
    group.lift_cpu();
    assert_eq!(fake.read("u/code-remote/abc/s1/cpu.max"), "max");
    assert_eq!(group.cpu().expect("counted"), Duration::from_micros(1_500));
    assert_eq!(
        group.counters(),
        Counters { oom_kills: 3, pids_refused: 7, pids_peak: None, memory_peak: Some(123_456) }
    );
    assert_eq!(group.pids(), [41, 42]);
}

#[test]
fn a_chosen_parent_takes_the_place_of_the_top() {
    let fake = unified("my.slice");
    fs::create_dir_all(fake.path("u/my.slice/code-remote-abc")).expect("a directory");
    fs::write(fake.path("u/my.slice/code-remote-abc/cgroup.subtree_control"), "cpu memory pids").expect("a file");
    let hierarchy = fake.detect(&UNIFIED, Some(Path::new("/my.slice"))).expect("usable");
    assert_eq!(hierarchy.bases(), [fake.path("u/my.slice/code-remote-abc")]);
}

fn per_controller() -> Fake {
    let counts = ("memory/code-remote/abc/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n");
    let swap = ("memory/code-remote/abc/memory.memsw.limit_in_bytes", "");
    Fake::new(&[counts, swap, ("cpu/tasks", ""), ("pids/tasks", ""), ("unified/cgroup.controllers", "")])
}

#[test]
fn a_hybrid_machine_uses_the_controllers_trees() {
    let fake = per_controller();
    let mounts = [
        ("unified", "cgroup2", "nsdelegate"),
        ("cpu", "cgroup", "cpu,cpuacct"),
        ("memory", "cgroup", "memory"),
        ("pids", "cgroup", "pids"),
    ];
    let hierarchy = fake.detect(&mounts, None).expect("usable");
    assert!(matches!(hierarchy, Hierarchy::V1(_)));
    let expected = ["cpu/code-remote/abc", "memory/code-remote/abc", "pids/code-remote/abc"].map(|dir| fake.path(dir));
    assert_eq!(hierarchy.bases(), expected);
    assert!(expected.iter().all(|dir| dir.is_dir()));

    let shares = fake.path("cpu/code-remote/abc/s1/cpu.shares");
    fs::create_dir(shares.parent().expect("the group")).and_then(|()| fs::write(&shares, "")).expect("a file");
    for (weight, written) in [(Weight::GivesWay, "102"), (Weight::Full, "1024")] {
        hierarchy.group("s1").weigh(weight);
        assert_eq!(fs::read_to_string(&shares).expect("a file"), written);
    }
}

#[test]
fn a_missing_controller_is_named() {
    let fake = per_controller();
    let without_pids = [("cpu", "cgroup", "cpu,cpuacct"), ("memory", "cgroup", "memory")];
    let error = fake.detect(&without_pids, None).expect_err("pids is missing");
    assert!(matches!(&error, SandboxError::NotIsolated(what) if what.contains("controller pids ")), "{error}");
}

#[test]
fn a_kernel_that_does_not_count_memory_kills_is_refused() {
    let fake = per_controller();
    fs::write(fake.path("memory/code-remote/abc/memory.oom_control"), "oom_kill_disable 0\n").expect("a file");
    let mounts = [("cpu", "cgroup", "cpu,cpuacct"), ("memory", "cgroup", "memory"), ("pids", "cgroup", "pids")];
    let error = fake.detect(&mounts, None).expect_err("it cannot tell");
    assert!(matches!(&error, SandboxError::NotIsolated(what) if what.contains("oom_kill")), "{error}");
}

#[test]
fn a_tree_that_cannot_be_written_is_not_isolated() {
    let fake = Fake::new(&[("u/cgroup.controllers", "cpu memory pids")]);
    let error = fake.detect(&UNIFIED, None).expect_err("there is no subtree_control");
    assert!(matches!(&error, SandboxError::NotIsolated(what) if what.contains("run as root")), "{error}");
}

#[test]
fn small_shares_have_a_long_period() {
    assert_eq!(quota(100), (25_000, 250_000));
    assert_eq!(quota(2_500), (625_000, 250_000));
    assert_eq!(quota(3), (3_000, 1_000_000));
    assert_eq!(quota(0), (1_000, 1_000_000));
}
