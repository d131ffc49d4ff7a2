//! The gateway through its router, over a store that lives in memory.

mod access;
mod analysis;
mod audit;
mod errors;
mod events;
mod jobs;
mod keys;
mod logs;
mod pages;
mod rates;
mod run;
mod serve;
mod showing;
mod sign_in;
mod support;
mod table;
