//! Real sandboxes of the real `runsc`. They need root; without it, or without `runsc`, they fail.

mod conformance;
mod containment;
mod counted;
mod endings;
mod guard;
mod image;
mod lifecycle;
mod limits;
mod programs;
mod support;
mod sweeping;
