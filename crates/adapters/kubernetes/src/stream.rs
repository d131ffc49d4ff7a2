//! The stream into a pod: a WebSocket with a channel for each of the program's descriptors and one for its status.
//!
//! Reading and writing are tasks of their own, so that a program that neither reads nor stops printing blocks nothing but itself.

use std::{io, time::Duration};

use futures_util::{SinkExt as _, StreamExt as _};
use k8s_openapi::{api::core::v1::Pod, apimachinery::pkg::apis::meta::v1::Status};
use kube::{
    Client, Resource as _,
    api::{AttachParams, Request},
    client::Connection,
};
use tokio::{
    io::{AsyncWriteExt as _, DuplexStream, duplex},
    sync::{mpsc, watch},
    task::AbortHandle,
};
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_util::bytes::{BufMut as _, Bytes, BytesMut};

use crate::{
    calls::{Refusal, call},
    exit::{self, StreamEnd},
    last_words,
    pod::CONTAINER,
};

/// What a pipe takes at once.
const PIPE_BYTES: usize = 64 << 10;
/// Most that is put into one message: what `kubectl` sends.
const MESSAGE_BYTES: usize = 32 << 10;
/// Messages on their way to the program.
const MESSAGES_IN_FLIGHT: usize = 4;
/// Between a warm pod and its executor nothing is said for a long time; load balancers cut such connections after minutes.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

const STDIN: u8 = 0;
const STDOUT: u8 = 1;
const STDERR: u8 = 2;
const STATUS: u8 = 3;
/// Says that a channel has ended.
const CLOSE: u8 = 255;

/// A program that runs in a pod.
#[derive(Debug)]
pub(crate) struct Attached {
    pub(crate) stdin: Stdin,
    pub(crate) stdout: DuplexStream,
    pub(crate) stderr: DuplexStream,
    pub(crate) end: watch::Receiver<Option<StreamEnd>>,
    pub(crate) line: Line,
}

/// The connection; cut when this is dropped.
#[derive(Debug)]
pub(crate) struct Line([AbortHandle; 2]);

impl Drop for Line {
    fn drop(&mut self) {
        self.0.iter().for_each(AbortHandle::abort);
    }
}

/// The program's standard input; at its end when this is dropped.
#[derive(Debug)]
pub(crate) struct Stdin(mpsc::Sender<Bytes>);

impl Stdin {
    /// Returns when the last part is on its way.
    pub(crate) async fn write(&self, bytes: &[u8]) -> io::Result<()> {
        for part in bytes.chunks(MESSAGE_BYTES) {
            let mut message = BytesMut::with_capacity(part.len() + 1);
            message.put_u8(STDIN);
            message.put_slice(part);
            self.0.send(message.freeze()).await.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        }
        Ok(())
    }
}

/// Runs a command in a pod's container and stays connected to it.
pub(crate) async fn open(client: &Client, namespace: &str, pod: &str, command: &[String]) -> Result<Attached, Refusal> {
    let url = Pod::url_path(&(), Some(namespace));
    let params = AttachParams::default().container(CONTAINER).stdin(true).stdout(true).stderr(true).tty(false);
    let request = Request::new(url).exec(pod, command.iter(), &params);
    let request = request.map_err(|error| Refusal::Failed(error.to_string()))?;
    let connection = call(client.connect(request)).await?;
    if !connection.supports_stream_close() {
        return Err(Refusal::Forbidden(
            "this cluster's streams cannot end a program's input (Kubernetes 1.30 can)".into(),
        ));
    }
    Ok(attach(connection))
}

fn attach(connection: Connection) -> Attached {
    let (mut sink, mut source) = connection.into_stream().split();
    let (stdin, mut input) = mpsc::channel::<Bytes>(MESSAGES_IN_FLIGHT);
    let (stdout, out) = duplex(PIPE_BYTES);
    let (stderr, err) = duplex(PIPE_BYTES);
    let (ended, end) = watch::channel(None);
    let writer = tokio::spawn(async move {
        // What cannot be written any more is seen by the reader.
        let _ = write(&mut sink, &mut input).await;
    });
    let reader = tokio::spawn(async move {
        let seen = read(&mut source, out, err).await;
        ended.send_replace(Some(seen));
    });
    let line = Line([writer.abort_handle(), reader.abort_handle()]);
    Attached { stdin: Stdin(stdin), stdout, stderr, end, line }
}

async fn write<S>(sink: &mut S, input: &mut mpsc::Receiver<Bytes>) -> Result<(), tungstenite::Error>
where
    S: futures_util::Sink<Message, Error = tungstenite::Error> + Unpin,
{
    let mut keep_alive = tokio::time::interval(KEEP_ALIVE);
    keep_alive.reset();
    let mut open = true;
    loop {
        tokio::select! {
            part = input.recv(), if open => match part {
                Some(message) => sink.send(Message::Binary(message)).await?,
                None => {
                    open = false;
                    sink.send(Message::Binary(Bytes::from_static(&[CLOSE, STDIN]))).await?;
                }
            },
            _ = keep_alive.tick() => sink.send(Message::Ping(Bytes::new())).await?,
        }
    }
}

/// Hands on what comes, until the status. Output that nobody wants is discarded: the program must not notice.
async fn read<S>(source: &mut S, stdout: DuplexStream, stderr: DuplexStream) -> StreamEnd
where
    S: futures_util::Stream<Item = Result<Message, tungstenite::Error>> + Unpin,
{
    let (mut stdout, mut stderr) = (Some(stdout), Some(stderr));
    let mut held = Bytes::new();
    while let Some(message) = source.next().await {
        let bytes = match message {
            Ok(Message::Binary(bytes)) => bytes,
            Ok(Message::Close(_)) => break,
            Ok(_) => continue,
            Err(error) => return StreamEnd::Lost(error.to_string()),
        };
        match bytes.split_first() {
            Some((&STDOUT, part)) => hand_on(&mut stdout, part).await,
            Some((&STDERR, part)) => {
                hand_on(&mut stderr, &held).await;
                let (said, last) = part.split_at(last_words::start(part));
                hand_on(&mut stderr, said).await;
                held = Bytes::copy_from_slice(last);
            }
            Some((&STATUS, part)) => {
                let end = status(part);
                if !end.is_of_sandbox() {
                    hand_on(&mut stderr, &held).await;
                }
                return end;
            }
            _ => {}
        }
    }
    StreamEnd::Lost("it was closed without a status".into())
}

async fn hand_on(pipe: &mut Option<DuplexStream>, part: &[u8]) {
    if !part.is_empty()
        && let Some(open) = pipe
        && open.write_all(part).await.is_err()
    {
        *pipe = None;
    }
}

fn status(json: &[u8]) -> StreamEnd {
    match serde_json::from_slice::<Status>(json) {
        Ok(status) => exit::of_status(&status),
        Err(error) => StreamEnd::Lost(format!("its status cannot be read: {error}")),
    }
}
