//! Waits for one child by pidfd: no signal handler, no polling, no pid that could mean somebody else.

use std::{
    collections::BTreeSet,
    io,
    os::fd::{AsFd, FromRawFd, OwnedFd},
    sync::{Mutex, MutexGuard, PoisonError},
};

use nix::{
    errno::Errno,
    libc,
    sys::wait::{Id, WaitPidFlag, WaitStatus, waitid},
};
use tokio::io::{Interest, unix::AsyncFd};

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// It returned this code.
    Code(i32),
    /// This signal ended it.
    Signal(i32),
}

/// Children whose exit status somebody wants; process-wide, as children are.
static AWAITED: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a [`Pidfd`] waits for this child.
pub(super) fn is_awaited(pid: i32) -> bool {
    locked(&AWAITED).contains(&pid)
}

/// A child of this process.
#[derive(Debug)]
pub(crate) struct Pidfd {
    pid: i32,
    fd: AsyncFd<OwnedFd>,
    ended: Mutex<Option<Ended>>,
}

impl Pidfd {
    /// Opens a child that has not been reaped.
    pub(crate) fn open(pid: i32) -> io::Result<Self> {
        // SAFETY: pidfd_open takes two integers and touches no memory of ours.
        let result = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) };
        let raw = Errno::result(result)?;
        let raw = i32::try_from(raw).map_err(io::Error::other)?;
        // SAFETY: the kernel just gave us this descriptor (close-on-exec by definition) and nobody else knows it.
        let fd = unsafe { OwnedFd::from_raw_fd(raw) };
        // SAFETY: the descriptor is owned by the registration, which nobody takes apart, so it stays open and the same.
        let fd = unsafe { AsyncFd::register_with_interest(fd, Interest::READABLE) }?;
        locked(&AWAITED).insert(pid);
        Ok(Self { pid, fd, ended: Mutex::new(None) })
    }

    /// Waits until it has ended and reaps it. Cancel-safe; answers the same again afterwards.
    pub(crate) async fn ended(&self) -> io::Result<Ended> {
        loop {
            let mut ready = self.fd.readable().await?;
            if let Some(ended) = self.try_reap()? {
                return Ok(ended);
            }
            ready.clear_ready();
        }
    }

    /// Reaps it if it has ended.
    pub(crate) fn try_reap(&self) -> io::Result<Option<Ended>> {
        let mut known = locked(&self.ended);
        if known.is_none() {
            *known = self.wait(WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG)?;
        }
        Ok(*known)
    }

    /// Whether it still runs.
    pub(crate) fn is_running(&self) -> bool {
        self.try_reap().is_ok_and(|ended| ended.is_none())
    }

    fn wait(&self, flags: WaitPidFlag) -> io::Result<Option<Ended>> {
        match waitid(Id::PIDFd(self.fd.as_fd()), flags)? {
            WaitStatus::Exited(_, code) => Ok(Some(Ended::Code(code))),
            WaitStatus::Signaled(_, signal, _) => Ok(Some(Ended::Signal(signal as i32))),
            _ => Ok(None),
        }
    }
}

impl Drop for Pidfd {
    fn drop(&mut self) {
        locked(&AWAITED).remove(&self.pid);
    }
}
