//! The driver against a scripted API server, over real HTTP and WebSocket.

mod conformance;
mod endings;
mod faults;
mod orphans;
mod policies;
mod proof;
mod requests;
mod room;
mod starts;
mod support;
mod watches;
