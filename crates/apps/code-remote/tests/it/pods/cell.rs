//! Containers that are gVisor sandboxes of this machine.
//!
//! Such a sandbox has one process, the runner, so what the driver asks of a container is translated: its runner is the
//! sandbox's, a script as the container's own command is a program in a sandbox, and a shell that waits for what
//! the script writes gets what it prints.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use domain::{
    ByteString, ExecutionSpec, Exit, Imports, InputFile, Limits, Process, Program, Sandbox, SandboxDriver,
    runner::{self, SEED_BYTES},
};
use kubernetes::testing::{Container, Exited, Node, Streams};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy},
    sync::watch,
};
use tokio_util::sync::CancellationToken;

/// This machine, with the limits of its pods.
pub(super) struct Gvisor(Arc<dyn SandboxDriver>, Limits, Network);

/// Whether what knocks at doors is answered.
#[derive(Clone, Default)]
pub(super) struct Network(Arc<AtomicBool>);

impl Network {
    pub(super) fn open(&self, open: bool) {
        self.0.store(open, Ordering::SeqCst);
    }
}

/// What a pod says that was answered at the first door, all the time.
const ANSWERED: &[u8] = br#"{"rounds":30,"last":{"0":3000}}"#;

impl Gvisor {
    pub(super) fn new(driver: Arc<dyn SandboxDriver>, limits: Limits) -> Self {
        Self(driver, limits, Network::default())
    }

    pub(super) fn network(&self) -> Network {
        self.2.clone()
    }
}

struct Cell {
    sandbox: Mutex<Option<Box<dyn Sandbox>>>,
    /// What the container's own command has printed when it has ended; none if it prints nothing.
    said: Option<watch::Receiver<Option<Vec<u8>>>>,
    over: CancellationToken,
    limits: Limits,
    network: Network,
}

#[async_trait]
impl Node for Gvisor {
    async fn start(&self, command: Vec<String>) -> Result<Box<dyn Container>, String> {
        let sandbox = self.0.start().await.map_err(|error| error.to_string())?;
        let over = CancellationToken::new();
        let script = command.iter().position(|word| word == "-c");
        let Some(at) = script else {
            return Ok(Box::new(Cell {
                sandbox: Mutex::new(Some(sandbox)),
                said: None,
                over,
                limits: self.1.clone(),
                network: self.2.clone(),
            }));
        };
        // A script only waits and knocks: it needs no share of its own.
        let spec = spec(command[at + 1].clone(), command[at + 2..].to_vec());
        let (sender, said) = watch::channel(None);
        tokio::spawn(tell(sandbox, spec, sender, over.clone()));
        Ok(Box::new(Cell {
            sandbox: Mutex::default(),
            said: Some(said),
            over,
            limits: self.1.clone(),
            network: self.2.clone(),
        }))
    }
}

/// Runs a script that goes on for ever, and hands on its first line.
async fn tell(
    mut sandbox: Box<dyn Sandbox>,
    spec: ExecutionSpec,
    said: watch::Sender<Option<Vec<u8>>>,
    over: CancellationToken,
) {
    let mut process = sandbox.run(Program(&spec), &spec.limits).await.expect("it runs");
    let line = async {
        let mut line = Vec::new();
        while !line.ends_with(b"\n") && process.stdout.read_buf(&mut line).await.is_ok_and(|count| count > 0) {}
        said.send_replace(Some(line));
    };
    tokio::select! {
        () = line => over.cancelled().await,
        () = over.cancelled() => {}
    }
    sandbox.destroy().await.expect("it is removed");
}

#[async_trait]
impl Container for Cell {
    async fn exec(&self, command: Vec<String>, streams: Streams) -> Result<Exited, String> {
        if command.iter().any(|word| word.ends_with("runner.py")) {
            let sandbox = self.sandbox.lock().expect("nobody panicked").take().ok_or("it has had its program")?;
            return self.become_program(sandbox, streams).await;
        }
        if self.over.is_cancelled() {
            return Err("the container is gone".into());
        }
        if let (Some(said), true) = (&self.said, command.iter().any(|word| word.contains("result"))) {
            let mut said = said.clone();
            let line = said.wait_for(Option::is_some).await.map_err(|error| error.to_string())?.clone();
            let mut stdout = streams.stdout;
            let line = if self.network.0.load(Ordering::SeqCst) { ANSWERED.to_vec() } else { line.unwrap_or_default() };
            stdout.write_all(&line).await.map_err(|error| error.to_string())?;
        }
        Ok(Exited::Code(0))
    }

    async fn stop(&self) {
        self.over.cancel();
        let sandbox = self.sandbox.lock().expect("nobody panicked").take();
        if let Some(sandbox) = sandbox {
            sandbox.destroy().await.expect("it is removed");
        }
    }
}

impl Cell {
    async fn become_program(&self, mut sandbox: Box<dyn Sandbox>, streams: Streams) -> Result<Exited, String> {
        let Streams { stdin, stdout, stderr } = streams;
        let ended = tokio::select! {
            ended = serve(sandbox.as_mut(), &self.limits, stdin, stdout, stderr) => ended,
            () = self.over.cancelled() => Err("it was killed".into()),
        };
        sandbox.destroy().await.map_err(|error| error.to_string())?;
        if ended == Ok(Exited::OutOfMemory) {
            self.over.cancel();
        }
        ended
    }
}

/// Answers pings, reads the job, and runs it.
async fn serve(
    sandbox: &mut dyn Sandbox,
    limits: &Limits,
    mut stdin: impl AsyncRead + Unpin,
    mut stdout: impl AsyncWrite + Unpin + Send + 'static,
    stderr: impl AsyncWrite + Unpin + Send + 'static,
) -> Result<Exited, String> {
    let payload = loop {
        let mut header = [0; 8];
        stdin.read_exact(&mut header).await.map_err(|error| error.to_string())?;
        let size = u32::from_be_bytes([header[4], header[5], header[6], header[7]]);
        if size > 0 {
            let mut payload = vec![0; size as usize];
            stdin.read_exact(&mut payload).await.map_err(|error| error.to_string())?;
            break payload;
        }
        stdout.write_all(&[runner::READY]).await.map_err(|error| error.to_string())?;
    };
    let mut spec = Payload(&payload).spec();
    stdin.read_to_end(&mut spec.stdin.0).await.map_err(|error| error.to_string())?;
    let process = sandbox.run(Program(&spec), limits).await.map_err(|error| error.to_string())?;
    let Process { stdout: out, stderr: err } = process;
    let printing = [tokio::spawn(pass(out, stdout)), tokio::spawn(pass(err, stderr))];
    let evidence = sandbox.wait().await.map_err(|error| error.to_string())?;
    for task in printing {
        task.await.map_err(|error| error.to_string())?;
    }
    match (evidence.out_of_memory || evidence.out_of_processes, evidence.runtime_died, evidence.exit) {
        (true, ..) => Ok(Exited::OutOfMemory),
        (_, None, Exit::Code(code)) => Ok(Exited::Code(code)),
        (_, died, exit) => Err(format!("{died:?} {exit:?}")),
    }
}

async fn pass(mut from: Box<dyn AsyncRead + Send + Unpin>, mut to: impl AsyncWrite + Unpin) {
    // The other end may have gone.
    let _ = copy(&mut from, &mut to).await;
    let _ = to.shutdown().await;
}

/// The job of the runner's protocol, read back.
struct Payload<'a>(&'a [u8]);

impl Payload<'_> {
    fn spec(mut self) -> ExecutionSpec {
        let guarded = self.take(1)[0] & 1 == 1;
        self.take(SEED_BYTES);
        let source = self.text();
        let args = (0..self.number()).map(|_| self.text()).collect();
        let files = (0..self.number())
            .map(|_| {
                let path = self.text();
                let size = self.number();
                InputFile { path, content: ByteString(self.take(size).to_vec()) }
            })
            .collect();
        let imports = if guarded { Imports::Whitelist } else { Imports::Any };
        ExecutionSpec { args, files, imports, ..spec(source, Vec::new()) }
    }

    fn take(&mut self, count: usize) -> &[u8] {
        let (part, rest) = self.0.split_at(count);
        self.0 = rest;
        part
    }

    fn number(&mut self) -> usize {
        u32::from_be_bytes(self.take(4).try_into().expect("four bytes")) as usize
    }

    fn text(&mut self) -> String {
        let size = self.number();
        String::from_utf8(self.take(size).to_vec()).expect("text")
    }
}

fn spec(source: String, args: Vec<String>) -> ExecutionSpec {
    ExecutionSpec {
        language: "python".into(),
        source,
        stdin: ByteString::default(),
        args,
        files: Vec::new(),
        imports: Imports::Any,
        limits: Limits::default(),
    }
}
