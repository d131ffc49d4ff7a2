//! Keeps the service's memory flat. glibc keeps freed memory for each thread that allocates, so that a burst of large
//! outputs would stay in the process for good.

use std::time::Duration;

/// How often freed memory goes back to the system; it takes a few milliseconds at most.
const TRIM_EVERY: Duration = Duration::from_secs(5);

/// Bounds what the allocator keeps, and gives freed memory back from time to time until the runtime ends.
#[cfg(target_env = "gnu")]
pub(crate) fn keep_flat() {
    const ARENAS: libc::c_int = 2;
    /// Buffers from this size on are mapped by themselves and given back as soon as they are freed.
    const LARGE_BYTES: libc::c_int = 128 << 10;
    // SAFETY: mallopt takes two integers and only changes the allocator's own parameters.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, ARENAS);
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE_BYTES);
    }
    tokio::spawn(async {
        let mut ticks = tokio::time::interval(TRIM_EVERY);
        loop {
            ticks.tick().await;
            // SAFETY: malloc_trim may be called at any time from any thread.
            unsafe { libc::malloc_trim(0) };
        }
    });
}

/// Other C libraries give memory back by themselves.
#[cfg(not(target_env = "gnu"))]
pub(crate) fn keep_flat() {}
