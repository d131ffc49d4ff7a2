//! The host's half of what it and the runner in a sandbox say to each other: `PROTOCOL.md` beside the runner.

use crate::{ExecutionSpec, Imports};

/// Version of the payload.
const VERSION: u16 = 1;
/// Bytes of randomness for the generators of sandboxes that came up equal.
pub const SEED_BYTES: usize = 16;
/// What the runner answers to a ping.
pub const READY: u8 = b'R';
const FLAG_GUARD: u8 = 1;

/// Asks whether the runner is there.
pub fn ping() -> [u8; 8] {
    header(0)
}

/// The whole job, without its standard input.
pub fn job(spec: &ExecutionSpec, seed: [u8; SEED_BYTES]) -> Vec<u8> {
    let mut frame = vec![0; 8];
    frame.push(if spec.imports == Imports::Whitelist { FLAG_GUARD } else { 0 });
    frame.extend_from_slice(&seed);
    put(&mut frame, spec.source.as_bytes());
    frame.extend_from_slice(&length(spec.args.len()));
    for argument in &spec.args {
        put(&mut frame, argument.as_bytes());
    }
    frame.extend_from_slice(&length(spec.files.len()));
    for file in &spec.files {
        put(&mut frame, file.path.as_bytes());
        put(&mut frame, &file.content.0);
    }
    let payload = frame.len() - 8;
    frame[..8].copy_from_slice(&header(payload));
    frame
}

fn header(payload: usize) -> [u8; 8] {
    let mut header = [b'C', b'R', 0, 0, 0, 0, 0, 0];
    header[2..4].copy_from_slice(&VERSION.to_be_bytes());
    header[4..].copy_from_slice(&length(payload));
    header
}

fn put(frame: &mut Vec<u8>, bytes: &[u8]) {
    frame.extend_from_slice(&length(bytes.len()));
    frame.extend_from_slice(bytes);
}

fn length(count: usize) -> [u8; 4] {
    u32::try_from(count).expect("a job of 4 GiB was never admitted").to_be_bytes()
}

#[cfg(test)]
mod tests;
