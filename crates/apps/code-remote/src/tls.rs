//! TLS of everything that this process sends: requests of the commands, traces, sign-in's keys.

use rustls::crypto::ring;

/// Makes ring the process's cryptography for TLS. HTTP clients cannot be made before.
pub fn use_ring() {
    // An error means that it was done already, as in tests that share a process.
    let _ = ring::default_provider().install_default();
}

/// Whether requests to this address need the machine's certificates. They take a while to read, and there may be none.
pub(crate) fn is_needed(url: &str) -> bool {
    url.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:"))
}
