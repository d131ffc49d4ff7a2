//! An emulator of Amazon's services: the tests of sign-in need a user pool to sign in to.

use std::path::PathBuf;

use super::python::Environment;

/// Without `cryptography` it publishes a dummy for its keys, and no token can be checked.
const EMULATOR: Environment =
    Environment { name: "ministack", packages: &[("ministack", "1.5.33"), ("cryptography", "50.0.2")] };

/// The emulator's executable.
pub(crate) fn executable() -> PathBuf {
    EMULATOR.program("ministack")
}

/// Installs it in the target directory where it is missing or another release.
pub(crate) fn ensure() -> anyhow::Result<()> {
    EMULATOR.ensure()
}
