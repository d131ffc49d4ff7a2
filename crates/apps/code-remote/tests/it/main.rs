//! End-to-end tests: the real executable, real HTTP, real gVisor. One file per theme; a test starts one service and asks
//! it several things, because a start costs about a second.

mod access;
mod accounts;
mod analysis;
mod analysis_runs;
mod analysis_tls;
mod bad_tokens;
mod callers;
mod chaos;
mod commands;
mod crash;
mod doctor;
mod events;
mod execute;
mod fairness;
mod faults;
mod harness;
mod hostile;
mod jobs;
mod keys;
mod layers;
mod leaks;
mod limits;
mod login;
mod model_faults;
mod outbox;
mod pods;
mod requests;
mod roles;
mod rolling;
mod settings;
mod sign_in;
mod telemetry;
mod tls;
mod unreliable;
