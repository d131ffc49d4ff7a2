//! The part of the OCI runtime specification that a sandbox needs.

use std::{collections::BTreeMap, path::PathBuf};

use serde::Serialize;

/// `config.json`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Spec {
    pub oci_version: &'static str,
    pub process: Process,
    pub root: Root,
    pub hostname: &'static str,
    pub mounts: Vec<Mount>,
    pub linux: Linux,
    pub annotations: BTreeMap<&'static str, String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Process {
    pub terminal: bool,
    pub user: User,
    pub args: Vec<String>,
    pub env: Vec<String>,
    pub cwd: &'static str,
    pub capabilities: Capabilities,
    pub rlimits: Vec<RLimit>,
    pub no_new_privileges: bool,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct User {
    pub uid: u32,
    pub gid: u32,
}

/// All five sets; the default is none of anything.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Capabilities {
    pub bounding: [&'static str; 0],
    pub effective: [&'static str; 0],
    pub inheritable: [&'static str; 0],
    pub permitted: [&'static str; 0],
    pub ambient: [&'static str; 0],
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct RLimit {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub hard: u64,
    pub soft: u64,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Root {
    pub path: PathBuf,
    pub readonly: bool,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Mount {
    pub destination: &'static str,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub source: &'static str,
    pub options: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Linux {
    pub namespaces: Vec<Namespace>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Namespace {
    #[serde(rename = "type")]
    pub kind: &'static str,
}
