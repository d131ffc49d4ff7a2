//! The store against its contracts, and against crashes.

mod conformance;
