//! Reads what a program prints: keeps so many bytes, drains and flags the rest.

use bytes::Bytes;
use domain::OutputStream;
use tokio::{
    io::{AsyncRead, AsyncReadExt},
    sync::mpsc,
};

/// One read; a pipe holds 64 KiB.
const READ_BYTES: usize = 64 << 10;
/// Enough of the end of standard error to hold the interpreter's closing line.
const TAIL_BYTES: usize = 512;

/// A piece of output that is kept.
#[derive(Debug)]
pub(super) struct Chunk {
    pub(super) stream: OutputStream,
    pub(super) data: Bytes,
}

/// What is known of a stream when it has ended.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Drained {
    /// Whether bytes were discarded.
    pub(super) truncated: bool,
    /// Its last bytes, kept or not.
    pub(super) tail: Vec<u8>,
}

/// Reads a stream to its end. The program is never blocked or broken by the cap: closing the pipe would make a good
/// program fail. Stops early only when nobody listens any more.
pub(super) async fn drain(
    mut from: Box<dyn AsyncRead + Send + Unpin>,
    stream: OutputStream,
    keep: u64,
    to: mpsc::Sender<Chunk>,
) -> Drained {
    let mut buffer = vec![0; READ_BYTES];
    let mut left = usize::try_from(keep).unwrap_or(usize::MAX);
    let mut drained = Drained::default();
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        let bytes = &buffer[..count];
        remember_tail(&mut drained.tail, bytes);
        let kept = &bytes[..count.min(left)];
        left -= kept.len();
        drained.truncated |= kept.len() < count;
        if !kept.is_empty() && to.send(Chunk { stream, data: Bytes::copy_from_slice(kept) }).await.is_err() {
            break;
        }
    }
    drained
}

fn remember_tail(tail: &mut Vec<u8>, bytes: &[u8]) {
    let last = &bytes[bytes.len().saturating_sub(TAIL_BYTES)..];
    let surplus = (tail.len() + last.len()).saturating_sub(TAIL_BYTES);
    tail.drain(..surplus.min(tail.len()));
    tail.extend_from_slice(last);
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn drained(input: Vec<u8>, keep: u64) -> (Vec<u8>, Drained) {
        let (sender, mut receiver) = mpsc::channel(4);
        let reading = tokio::spawn(drain(Box::new(std::io::Cursor::new(input)), OutputStream::Stderr, keep, sender));
        let mut kept = Vec::new();
        while let Some(chunk) = receiver.recv().await {
            kept.extend_from_slice(&chunk.data);
        }
        (kept, reading.await.expect("the reader ends"))
    }

    #[tokio::test]
    async fn keeps_exactly_the_cap_and_flags_the_rest() {
        let input: Vec<u8> = (0..200_000_u32).map(|n| u8::try_from(n % 251).expect("below 251")).collect();
        let (kept, end) = drained(input.clone(), 100_000).await;
        assert_eq!(kept, input[..100_000]);
        assert!(end.truncated);
        assert_eq!(end.tail, input[input.len() - TAIL_BYTES..]);
    }

    #[tokio::test]
    async fn output_of_exactly_the_cap_is_whole() {
        let (kept, end) = drained(b"12345".to_vec(), 5).await;
        assert_eq!(kept, b"12345");
        assert_eq!(end, Drained { truncated: false, tail: b"12345".to_vec() });
    }
}
