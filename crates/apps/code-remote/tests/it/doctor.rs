//! `code-remote doctor`: tries to break out on this machine, and leaves nothing behind.

use std::{
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

use crate::harness::{Traces, executable, image_for};

fn doctor(data_dir: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(executable());
    command.arg("doctor").args(words).env("CODE_REMOTE_DATA_DIR", data_dir).env("NO_COLOR", "1");
    command.output().expect("the executable runs")
}

#[test]
fn everything_that_is_tried_is_contained() {
    let directory = image_for("doctor");
    let output = doctor(directory.path(), &["--json"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    assert_eq!(output.status.code(), Some(0), "{document:#}");
    assert_eq!(document["contained"], true);
    assert_eq!((&document["isolation"]["driver"], &document["isolation"]["relaxed"]), (&"runsc".into(), &false.into()));
    let proofs = document["proofs"].as_array().expect("a list");
    let names: Vec<_> = proofs.iter().filter_map(|proof| proof["name"].as_str()).collect();
    for wanted in ["kernel", "network", "host files", "processes", "memory", "disk", "cpu"] {
        assert!(names.contains(&wanted), "{names:?}");
    }
    for proof in proofs {
        assert_eq!(proof["contained"], true, "{proof}");
        assert!(proof["detail"].as_str().is_some_and(|detail| detail.len() > 8), "{proof}");
    }
    let data_dir = directory.path().join("doctor");
    assert_eq!(Traces::of(&data_dir), Traces::default(), "nothing is left");
    let _ = std::fs::remove_dir_all(Traces::directory_of(&data_dir));
}

/// The settings that every pod of the overlay `dev` has.
fn settings_of_dev() -> Vec<(String, String)> {
    let manifests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../kubernetes");
    let files = ["base/settings.env", "overlays/dev/settings.env"].map(|file| manifests.join(file));
    let texts = files.map(|file| std::fs::read_to_string(file).expect("it is there"));
    let pairs = texts.iter().flat_map(|text| text.lines()).filter_map(|line| line.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[test]
fn an_executor_is_not_asked_how_callers_sign_in() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    let mut command = Command::new(executable());
    command.args(["doctor", "--cluster"]).env("CODE_REMOTE_DATA_DIR", directory.path()).envs(settings_of_dev());
    // That no cluster is there is all that is wrong.
    command.env("CODE_REMOTE_DRIVER", "kubernetes").env("KUBECONFIG", "/nonexistent/kubeconfig");
    let output = command.output().expect("the executable runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(125) && !stderr.contains("COGNITO"), "{:?} {stderr}", output.status);
}

#[test]
fn a_runtime_that_is_missing_is_said_in_one_line() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    let output = doctor(directory.path(), &["--runsc", "/nonexistent/runsc"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(125), "{stderr}");
    assert!(stderr.contains("/nonexistent/runsc"), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
}
