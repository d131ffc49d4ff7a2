//! Streams into containers: channels 0 to 3 of `v5.channel.k8s.io`, and `v4` on demand.

use std::sync::Arc;

use futures_util::{SinkExt as _, StreamExt as _, stream::SplitStream};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex},
    sync::mpsc,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, protocol::Role},
};

use super::{
    kubelet,
    node::{Exited, Streams},
    world::World,
};

/// What a stream into gVisor says when the whole sandbox was killed.
const SANDBOX_KILLED: i32 = 128;
/// What gVisor then writes where the program's errors go.
const LAST_WORDS: &[u8] = b"waiting on pid 3: waiting on PID 3 in sandbox \"7519c8e5\": urpc method \"containerManager.WaitPID\" failed: EOF\n";
const PIPE_BYTES: usize = 64 << 10;
/// First bytes of a frame of the runner's protocol.
const FRAME: &[u8] = b"CR";

/// Serves one stream until its program has ended or its client has gone; the program then goes on.
pub(super) async fn serve(world: Arc<World>, pod: String, command: Vec<String>, upgraded: Upgraded) {
    let socket = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, None).await;
    let (mut sink, source) = socket.split();
    let (stdin, program_in) = duplex(PIPE_BYTES);
    let (stdout, program_out) = duplex(PIPE_BYTES);
    let (stderr, program_err) = duplex(PIPE_BYTES);
    let (messages, mut outgoing) = mpsc::channel::<Vec<u8>>(8);
    let reading = tokio::spawn(read(world.clone(), pod.clone(), source, stdin));
    let printing =
        [tokio::spawn(relay(1, program_out, messages.clone())), tokio::spawn(relay(2, program_err, messages.clone()))];
    let streams = Streams { stdin: program_in, stdout, stderr };
    let program = tokio::spawn(run(world, pod, command, streams));
    let finishing = tokio::spawn(async move {
        let status = program.await.unwrap_or_else(|error| failure(&error.to_string()));
        for task in printing {
            let _ = task.await;
        }
        if status == nonzero(SANDBOX_KILLED) {
            let _ = messages.send([&[2], LAST_WORDS].concat()).await;
        }
        let _ = messages.send([&[3], status.to_string().as_bytes()].concat()).await;
    });
    while let Some(message) = outgoing.recv().await {
        if sink.send(Message::binary(message)).await.is_err() {
            break;
        }
    }
    let _ = sink.close().await;
    reading.abort();
    drop(finishing);
}

async fn run(world: Arc<World>, pod: String, command: Vec<String>, streams: Streams) -> Value {
    let container = world.lock().containers.get(&pod).cloned();
    let Some(container) = container else { return failure("container not found") };
    let ended = container.exec(command, streams).await;
    let forced = world.lock().end_codes.get(&pod).copied();
    match (forced, ended) {
        (None, Ok(Exited::Code(0))) => json!({ "metadata": {}, "status": "Success" }),
        (Some(code), _) | (None, Ok(Exited::Code(code))) => nonzero(code),
        (None, Ok(Exited::OutOfMemory)) => {
            kubelet::out_of_memory(&world, pod);
            nonzero(SANDBOX_KILLED)
        }
        (None, Err(reason)) => failure(&reason),
    }
}

fn nonzero(code: i32) -> Value {
    let cause = json!({ "reason": "ExitCode", "message": code.to_string() });
    let message = format!("command terminated with non-zero exit code: exit code {code}");
    let details = json!({ "causes": [cause] });
    json!({ "metadata": {}, "status": "Failure", "reason": "NonZeroExitCode", "message": message, "details": details })
}

fn failure(message: &str) -> Value {
    json!({ "metadata": {}, "status": "Failure", "reason": "InternalError", "message": message, "code": 500 })
}

async fn read(
    world: Arc<World>,
    pod: String,
    mut source: SplitStream<WebSocketStream<TokioIo<Upgraded>>>,
    stdin: DuplexStream,
) {
    let mut stdin = Some(stdin);
    while let Some(Ok(message)) = source.next().await {
        let Message::Binary(bytes) = message else { continue };
        match bytes.split_first() {
            Some((0, part)) => {
                count(&world, &pod, part);
                if let Some(open) = &mut stdin
                    && open.write_all(part).await.is_err()
                {
                    stdin = None;
                }
            }
            Some((255, [0])) => stdin = None,
            _ => {}
        }
    }
}

/// A program was sent, if this is a frame with something in it.
fn count(world: &World, pod: &str, part: &[u8]) {
    if part.len() > 8 && part.starts_with(FRAME) {
        *world.lock().programs.entry(pod.to_owned()).or_default() += 1;
    }
}

async fn relay(channel: u8, mut from: DuplexStream, to: mpsc::Sender<Vec<u8>>) {
    let mut buffer = vec![0; 32 << 10];
    while let Ok(count) = from.read(&mut buffer).await {
        if count == 0 {
            return;
        }
        // Without a client the program still must not block.
        let _ = to.send([&[channel], &buffer[..count]].concat()).await;
    }
}
