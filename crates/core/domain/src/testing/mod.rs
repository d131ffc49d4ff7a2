//! Fakes and one conformance suite per port.
