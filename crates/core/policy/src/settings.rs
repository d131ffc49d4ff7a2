//! What the check is asked to enforce.

use domain::Imports;

/// Settings of a [`crate::Policy`].
#[derive(Debug, Clone)]
pub struct Settings {
    /// How strictly Python is checked. With [`Imports::Any`] only size and UTF-8 are.
    pub imports: Imports,
    /// Largest source that is accepted, in bytes.
    pub source_bytes_max: usize,
    /// Minor version of the sandbox's Python 3, for example 11: newer syntax is refused with its place.
    pub target_version: u8,
    /// Further modules that may be imported, with everything in them. The operator vouches for them.
    pub extra_imports: Option<Vec<String>>,
}

impl Default for Settings {
    /// The web editor's profile.
    fn default() -> Self {
        Self { imports: Imports::Whitelist, source_bytes_max: 10_240, target_version: 11, extra_imports: None }
    }
}
