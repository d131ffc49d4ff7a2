//! Documents that are generated from the code, committed, and checked for drift.

use std::fs;

use anyhow::{Context as _, bail};

use crate::{frontend, sh};

/// The document's name on the command line, and where it is committed.
const DOCUMENTS: [(&str, &str); 2] = [("openapi", "docs/openapi.json"), ("configuration", "docs/configuration.md")];

/// Writes them, and what is generated from them in turn.
pub(crate) fn write() -> anyhow::Result<()> {
    for (name, path) in DOCUMENTS {
        fs::write(sh::root().join(path), generate(name)?).with_context(|| format!("{path} cannot be written"))?;
        sh::say(format_args!("    wrote {path}"));
    }
    frontend::write_types()
}

/// Fails when the code has moved on.
pub(crate) fn check() -> anyhow::Result<()> {
    for (name, path) in DOCUMENTS {
        let committed = fs::read_to_string(sh::root().join(path)).with_context(|| format!("{path} cannot be read"))?;
        if committed != generate(name)? {
            bail!("{path} is not what the code says: run `cargo xtask references` and commit it");
        }
    }
    Ok(())
}

fn generate(name: &str) -> anyhow::Result<String> {
    sh::read(sh::cargo().args(["run", "--quiet", "--package", "code-remote", "--", "reference", name]))
}
