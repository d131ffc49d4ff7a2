//! For tests of this crate and of others: a real database server.

mod server;

pub use server::{DURABLE, FORGETFUL, Server, execute};
