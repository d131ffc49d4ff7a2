//! The folder is the layer: it says what a crate may import.

use std::collections::BTreeMap;

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

/// A crate may import only from the layers after its own; `core` also from itself, as policy speaks domain words.
const MAY_IMPORT: [(&str, &[&str]); 5] = [
    ("core", &["core"]),
    ("services", &["core"]),
    ("adapters", &["core"]),
    ("apps", &["core", "services", "adapters"]),
    ("xtask", &[]),
];

fn layer(package: &Package) -> String {
    let path = package.manifest_path.parent().expect("a manifest lies in a folder");
    let folder = path.parent().and_then(|parent| parent.file_name()).unwrap_or_default();
    let own = path.file_name().unwrap_or_default();
    if own == "xtask" { own.to_owned() } else { folder.to_owned() }
}

#[test]
fn no_import_points_upward_or_sideways() {
    let metadata = MetadataCommand::new().no_deps().exec().expect("cargo metadata answers");
    let layers: BTreeMap<_, _> =
        metadata.packages.iter().map(|package| (package.name.to_string(), layer(package))).collect();
    let mut wrong = Vec::new();
    for package in &metadata.packages {
        let own = &layers[package.name.as_str()];
        let (_, allowed) = MAY_IMPORT.iter().find(|(name, _)| name == own).expect("every crate lies in a known layer");
        for dependency in package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Build) {
            if let Some(theirs) = layers.get(&dependency.name)
                // A crate's tests may ask for more features of itself.
                && dependency.name != *package.name
                && !allowed.contains(&theirs.as_str())
            {
                wrong.push(format!("{} ({own}) imports {} ({theirs})", package.name, dependency.name));
            }
        }
    }
    assert!(layers.len() >= 8, "the workspace was read: {layers:?}");
    assert_eq!(wrong, Vec::<String>::new());
}
