//! Things on this host that a program in a sandbox must not reach.

use std::{
    io,
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

/// A listening port, a readable file and a process of ours, each with a word that must not come back.
pub(super) struct Bait {
    listener: TcpListener,
    pub(super) port: u16,
    pub(super) file: PathBuf,
    /// What the file says.
    pub(super) word: String,
    /// This host's kernel release.
    pub(super) kernel: String,
}

static COUNTER: AtomicU64 = AtomicU64::new(0);

impl Bait {
    pub(super) fn set() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let word = format!("bait-{}-{}-{port}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
        let file = std::env::temp_dir().join(format!("code-remote-{word}"));
        std::fs::write(&file, &word)?;
        let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease")?.trim().to_owned();
        Ok(Self { listener, port, file, word, kernel })
    }

    /// Whether anyone connected.
    pub(super) fn was_called(&self) -> bool {
        self.listener.accept().is_ok()
    }
}

impl Drop for Bait {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.file) {
            tracing::warn!(%error, "a bait file was not removed");
        }
    }
}
