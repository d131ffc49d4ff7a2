//! What a measured run needs: a program that counts its own steps, and inputs of growing sizes.
//!
//! Counting is written into the source, so it needs no import and goes through the ordinary policy and sandbox. Steps,
//! not seconds: the noise of a machine does not matter.

mod bodies;
mod constants;
mod costs;
mod counter;
mod edits;
mod format;
mod identifiers;
mod inputs;
mod instrument;
mod layout;
mod names;
mod parts;
mod prelude;
mod readings;
mod schedule;
mod uncounted;

pub use constants::{Growing, growing};
pub use inputs::{Inputs, derive_inputs, reads_input};
pub use instrument::{Counts, Instrumented, instrument};
pub use schedule::Schedule;
pub use uncounted::Uncounted;

/// Sizes that are tried one after the other, as long as the steps allow: primes, because programs read them as numbers
/// too, and no number is kinder to what divides or halves than a power of two.
pub const SIZES: [u64; 8] = [7, 13, 31, 61, 127, 251, 509, 1021];
/// Sizes for programs that are too slow for those.
pub const SMALL_SIZES: [u64; 7] = [3, 4, 5, 6, 8, 10, 12];
/// Steps of one run, at most.
pub const STEPS_MAX: u64 = 2_000_000;
