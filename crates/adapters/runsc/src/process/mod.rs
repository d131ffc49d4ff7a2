//! Host processes: starting one in its control groups, waiting for one by pidfd, and reaping a sandbox's.

mod pidfd;
mod reap;
mod spawn;

pub(crate) use pidfd::{Ended, Pidfd};
pub(crate) use reap::{Families, reap_strays};
pub(crate) use spawn::{Spawn, become_subreaper};
