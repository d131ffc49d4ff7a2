//! The store against its contracts, against a model, and against crashes.

mod conformance;
mod crash;
mod damage;
mod fixture;
mod model;
mod postgres;
mod reopen;
