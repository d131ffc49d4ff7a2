//! Waits for one child by pidfd: no signal handler, no polling, no pid that could mean somebody else.

use std::{
    io,
    os::fd::{AsFd, FromRawFd, OwnedFd},
    sync::Mutex,
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

/// A child of this process.
#[derive(Debug)]
pub(crate) struct Pidfd {
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
        Ok(Self { fd, ended: Mutex::new(None) })
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
        let mut known = self.ended.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
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
