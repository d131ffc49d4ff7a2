//! End-to-end tests: the real executable, real HTTP, real gVisor. One file per theme; a test starts one service and asks
//! it several things, because a start costs about a second.

mod access;
mod callers;
