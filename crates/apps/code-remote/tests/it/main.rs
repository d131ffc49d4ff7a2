//! End-to-end tests: the real executable, real HTTP, real gVisor.

mod commands;
mod execute;
mod harness;
mod layers;
