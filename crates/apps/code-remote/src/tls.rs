//! TLS of everything that this process sends: requests of the commands, traces, sign-in's keys.

use std::{error::Error, io};

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

/// What is wrong with the other side's TLS, if that is why a request failed.
pub(crate) fn problem<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    // An I/O error is silent about the error that it carries, and may carry another one of its kind.
    let carried = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    let next = carried.map(|carried| carried as &(dyn Error + 'static)).or_else(|| error.source());
    error.downcast_ref().or_else(|| problem(next?))
}
