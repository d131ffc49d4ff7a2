//! For tests of this crate and of others: queues on an emulator.

mod emulator;

pub use emulator::{Emulator, body_of};
